import { keyAttributes, type Path, projects, type TableDefinition } from '@cmz/store-core'

/** Places inside items; some are there, some lead through what is something else. */
const places: readonly Path[] = [
  ['a'],
  ['b'],
  ['l'],
  ['m'],
  ['a', 'b'],
  ['b', 0],
  ['l', 0],
  ['l', 1],
  ['l', 2],
  ['l', 5],
  ['l', 0, 'a'],
  ['l', 1, 0],
  ['m', 'a'],
  ['m', 'b'],
  ['m', 'x.y'],
  ['m', 'a', 'b'],
  ['m', 'b', 0],
  ['m', 'b', 1],
]

/** The attributes that may be index keys. */
const indexKeys: readonly Path[] = [['g'], ['h']]

/** The paths of a table's items, without its key; what a condition and an update name. */
export function pathsIn(table: TableDefinition): readonly Path[] {
  return Object.keys(table.indexes).length === 0 ? places : [...places, ...indexKeys]
}

/** The paths that a filter may name when a table or an index is read (rules 4.29 and 7.22). */
export function filterable(table: TableDefinition, index: string | undefined): readonly Path[] {
  const paths = pathsIn(table)
  if (index === undefined) return paths
  const definition = table.indexes[index]!
  const held = new Set(keyAttributes(definition).map(({ name }) => name))
  return paths.filter(([name]) => !held.has(name) && projects(definition, name))
}
