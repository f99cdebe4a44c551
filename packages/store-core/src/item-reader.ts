import { type CodeKind, KnownShapes, maxNamesSize } from './known-shapes.ts'
import type { TableDefinition } from './table.ts'
import { sized, toItem, ValueReader } from './to-item.ts'
import type { Item } from './value.ts'

const reading: CodeKind = {
  isMap: 'Object.getPrototypeOf(map) === Object.prototype',
  member: (value, level) => `context.value(${value}, ${level})`,
}

const shapes = new WeakMap<TableDefinition, KnownShapes<ValueReader>>()

/** Reads an item of the table as `toItem` does, by code that was made for the shapes of items that it read before. */
export function readItem(table: TableDefinition, input: object): Item {
  const known = shapesOf(table)
  const details = { table: table.name }
  try {
    const reader = new ValueReader(details, [], maxNamesSize)
    const item = known.make(input, reader)
    if (item !== undefined) return sized(item, reader, details)
  } catch {
    // toItem says what is wrong, and where
  }
  const item = toItem(input, details)
  known.learn(item)
  return item
}

function shapesOf(table: TableDefinition): KnownShapes<ValueReader> {
  const known = shapes.get(table) ?? new KnownShapes<ValueReader>(reading)
  shapes.set(table, known)
  return known
}
