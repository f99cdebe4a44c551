import type { Keys } from './key-text.ts'
import { setOwn } from './copy.ts'
import { type IndexDefinition, keyAttributes, projects } from './table.ts'
import type { Item, Value } from './value.ts'

/** Names of what indexes hold beyond the keys of their tables. */
const known = new WeakMap<IndexDefinition, ReadonlySet<string>>()

/** What an index holds of an item: the keys of both, and what its projection names; the item itself where that is all. */
export function indexItem(table: Keys, index: IndexDefinition, item: Item): Item {
  if (index.projection === 'ALL') return item
  let names = known.get(index)
  if (names === undefined) known.set(index, (names = namesOf(index)))
  const held: Record<string, Value> = {}
  for (const name in item) {
    if (names.has(name) || name === table.partitionKey.name || name === table.sortKey?.name)
      setOwn(held, name, item[name]!)
  }
  return held
}

/** Of names of attributes, those of which an index holds nothing (rules 7.21 and 7.22). */
export function notHeld(table: Keys, index: IndexDefinition, names: readonly string[]): readonly string[] {
  const keys = new Set([...keyAttributes(table), ...keyAttributes(index)].map(({ name }) => name))
  return names.filter((name) => !keys.has(name) && !projects(index, name))
}

function namesOf(index: IndexDefinition): ReadonlySet<string> {
  const projected = typeof index.projection === 'string' ? [] : index.projection
  return new Set([...keyAttributes(index).map(({ name }) => name), ...projected])
}
