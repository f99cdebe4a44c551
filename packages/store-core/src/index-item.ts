import type { Keys } from './key-text.ts'
import { type IndexDefinition, keyAttributes, projects } from './table.ts'
import type { Item } from './value.ts'

/** What an index holds of an item: the keys of both, and what its projection names; the item itself where that is all. */
export function indexItem(table: Keys, index: IndexDefinition, item: Item): Item {
  if (index.projection === 'ALL') return item
  const keys = new Set([...keyAttributes(table), ...keyAttributes(index)].map(({ name }) => name))
  return Object.fromEntries(Object.entries(item).filter(([name]) => keys.has(name) || projects(index, name)))
}
