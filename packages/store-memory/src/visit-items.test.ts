import { defineTable, itemSize } from '@cmz/store-core'
import { expect, it } from 'vitest'
import { TableData } from './table-data.ts'

const table = defineTable({
  name: 'things',
  partitionKey: 'p',
  sortKey: { name: 's', type: 'N' },
  indexes: { byColour: { partitionKey: 'colour', projection: 'KEYS_ONLY', foreign: true } },
})
const items = [1, 2, 3, 4].map((s) => ({ p: 'a', s, colour: 'red', pad: 'x'.repeat(100) }))
const [size] = items.map(itemSize)

function filled(): TableData {
  const data = new TableData(table)
  for (const item of items) data.set(data.textOf(item), item)
  return data
}

const partition = { name: 'p', type: 'S', value: 'a' } as const

it('hands out its own items, and stops at the one that makes the page large enough (rule 7.15)', () => {
  const found: unknown[] = []
  const visited = filled().visit({ table, partition, descending: false, maxSize: size! + 1 }, (item) =>
    found.push(item),
  )
  expect(found[0]).toBe(items[0])
  expect(visited).toEqual({ scanned: 2, matched: 2, size: 2 * size!, lastKey: { p: 'a', s: 2 } })
})

it('counts what the filter leaves out', () => {
  const filter = { op: '>', left: { path: ['s'] }, right: { value: 3 } } as const
  expect(filled().visit({ table, partition, descending: true, filter, maxSize: Infinity }, () => {})).toEqual({
    scanned: 4,
    matched: 1,
    size: 4 * size!,
  })
})

it('an index counts what it holds (rule 7.15)', () => {
  const entry = itemSize({ p: 'a', s: 1, colour: 'red' })
  const visited = filled().visit({ table, index: 'byColour', maxSize: 3 * entry }, (seen, whole) => {
    expect(seen).toEqual({ p: whole['p'], s: whole['s'], colour: 'red' })
  })
  expect(visited).toMatchObject({ scanned: 3, size: 3 * entry, lastKey: { p: 'a', s: 3, colour: 'red' } })
})
