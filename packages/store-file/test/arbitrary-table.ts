import { arbitraryItem, arbitraryNumber, arbitraryText } from '@cmz/store-conformance'
import { defineTable, type Item, keyText, type KeyType, type TableDefinition, type Value } from '@cmz/store-core'
import * as fc from 'fast-check'

/** A table, and items of it by the text of their key. */
export interface Filled {
  readonly table: TableDefinition
  readonly items: ReadonlyMap<string, Item>
}

const keyValues: Readonly<Record<KeyType, fc.Arbitrary<Value>>> = {
  S: fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      'ab',
      'user_1',
      'user_2',
      'user_10',
      '"',
      '\\',
      'a\nb',
      '\u{1F600}',
      '\uFF5E',
      '\uFFFD',
      'é',
    ),
    arbitraryText.filter((text) => text !== ''),
  ),
  N: fc
    .oneof(
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: -99, max: 99 }).map((each) => each / 8),
      arbitraryNumber,
    )
    .map((each) => (Object.is(each, -0) ? 0 : each)),
  B: fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Uint8Array.from(bytes)),
}
const keyType = fc.constantFrom<KeyType>('S', 'N', 'B')
const keyName = fc.constantFrom('id', '1', 'ключ', '$k', 'a"b')

/** Tables with every kind of key. */
export const arbitraryTable: fc.Arbitrary<TableDefinition> = fc
  .tuple(keyName, keyType, fc.option(keyType, { nil: undefined }))
  .map(([name, type, sortType]) =>
    defineTable({
      name: 'users',
      partitionKey: { name, type },
      ...(sortType && { sortKey: { name: 'at', type: sortType } }),
      stamps: false,
    }),
  )

/** An item of a table: its key anywhere among other attributes. */
export function itemOf({ partitionKey, sortKey }: TableDefinition): fc.Arbitrary<Item> {
  return fc
    .tuple(arbitraryItem, keyValues[partitionKey.type], keyValues[sortKey?.type ?? 'S'], arbitraryItem)
    .map(([before, partition, sort, after]) => ({
      ...before,
      [partitionKey.name]: partition,
      ...without(after, partitionKey.name),
      ...(sortKey && { [sortKey.name]: sort }),
    }))
}

export const arbitraryFilled: fc.Arbitrary<Filled> = arbitraryTable.chain((table) =>
  fc.array(itemOf(table), { maxLength: 30 }).map((items) => ({
    table,
    items: new Map(items.map((item) => [keyText(table, item), item])),
  })),
)

function without(item: Item, name: string): Item {
  return Object.fromEntries(Object.entries(item).filter(([each]) => each !== name))
}
