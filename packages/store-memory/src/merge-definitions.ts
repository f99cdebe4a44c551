import type { IndexDefinition, Projection, TableDefinition } from '@cmz/store-core'
import { checkDefinition } from './check-definition.ts'

/**
 * A table as two definitions of it describe it: the indexes that either names, each with what either promises to be
 * in it. ValidationException where they disagree about keys. The first one itself where the second adds nothing.
 */
export function mergeDefinitions(known: TableDefinition, definition: TableDefinition): TableDefinition {
  if (known === definition) return known
  checkDefinition(known, definition)
  const indexes = { ...known.indexes }
  for (const [name, index] of Object.entries(definition.indexes)) {
    const before = indexes[name]
    indexes[name] = before === undefined ? index : widened(before, index.projection)
  }
  const names = Object.keys(indexes)
  const same = names.every((name) => indexes[name] === known.indexes[name])
  return same ? known : { ...known, indexes }
}

/** The index with both projections; itself where that adds nothing. */
function widened(index: IndexDefinition, also: Projection): IndexDefinition {
  const { projection } = index
  if (projection === 'ALL' || also === 'KEYS_ONLY') return index
  if (also === 'ALL' || projection === 'KEYS_ONLY') return { ...index, projection: also }
  const added = also.filter((name) => !projection.includes(name))
  return added.length === 0 ? index : { ...index, projection: [...projection, ...added] }
}
