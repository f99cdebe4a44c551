import { expect, it } from 'vitest'
import { compareKeys } from './compare-keys.ts'

const id = { name: 'id', type: 'S' } as const
const at = { name: 'at', type: 'N' } as const

it('items are ordered by partition key, then by sort key', () => {
  const items = [
    { id: 'b', at: 1 },
    { id: 'a', at: 10n },
    { id: 'a', at: 9 },
  ]
  expect(items.toSorted((left, right) => compareKeys({ partitionKey: id, sortKey: at }, left, right))).toEqual(
    items.toReversed(),
  )
  expect(compareKeys({ partitionKey: id, sortKey: at }, { id: 'a', at: 1 }, { id: 'a', at: 1n })).toBe(0)
})

it('without a sort key, equal partition keys are one key', () => {
  expect(compareKeys({ partitionKey: id }, { id: 'a' }, { id: 'a' })).toBe(0)
  expect(compareKeys({ partitionKey: id }, { id: 'a' }, { id: 'b' })).toBe(-1)
})
