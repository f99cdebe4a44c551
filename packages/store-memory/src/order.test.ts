import { defineTable, type Item } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LayeredItems } from './items.ts'
import { TableData } from './table-data.ts'

const table = defineTable({
  name: 'things',
  partitionKey: 'p',
  sortKey: { name: 's', type: 'N' },
  indexes: {
    byColour: { partitionKey: 'colour', sortKey: { name: 'weight', type: 'N' } },
    byS: { partitionKey: { name: 's', type: 'N' } },
  },
})
const indexes = [undefined, 'byColour', 'byS'] as const

const item = fc.record(
  {
    p: fc.constantFrom('a', 'b', 'c'),
    s: fc.constantFrom(-1, 0, 1, 10),
    colour: fc.constantFrom('red', 'blue', 7), // 7 is in no index
    weight: fc.nat({ max: 3 }),
  },
  { requiredKeys: ['p', 's'] },
) as fc.Arbitrary<Item>

const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: item }) },
  { weight: 3, arbitrary: fc.record({ remove: item }) },
  { weight: 1, arbitrary: fc.constant('freeze' as const) },
  { weight: 1, arbitrary: fc.constant('fork' as const) },
  { weight: 1, arbitrary: fc.constant('rebase' as const) },
  { weight: 1, arbitrary: fc.record({ steps: fc.nat({ max: 3 }), index: fc.constantFrom(...indexes) }) },
)

function scan(data: TableData, index: string | undefined): readonly Item[] {
  return data.scan({ table, ...(index !== undefined && { index }) }).items
}

describe('an order', () => {
  it('that is kept up is the one that is made when it is asked for, and one made anew', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 50 }), (commands) => {
        let [kept, late] = [new TableData(table), new TableData(table)]
        for (const index of indexes) scan(kept, index)
        for (const what of commands) {
          if (what === 'freeze') [kept, late].forEach((data) => data.freeze())
          else if (what === 'fork')
            [kept, late] = [new TableData(table, kept.freeze()), new TableData(table, late.freeze())]
          else if (what === 'rebase') {
            for (const data of [kept, late]) {
              const items = data.freeze()
              data.rebase(items, new LayeredItems(new Map(items.entries())))
            }
          } else if ('steps' in what) {
            const preparation = late.preparation(what.index) // which nobody need finish
            for (let step = 0; step < what.steps; step++) preparation?.next()
          } else {
            const target = 'put' in what ? what.put : what.remove
            for (const data of [kept, late]) data.set(data.textOf(target), 'put' in what ? target : null)
          }
          for (const index of indexes) scan(kept, index)
        }
        const anew = new TableData(table)
        for (const [text, each] of late.freeze().entries()) anew.set(text, each)
        for (const index of indexes) {
          expect(scan(late, index)).toEqual(scan(kept, index))
          expect(scan(anew, index)).toEqual(scan(kept, index))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is made in steps that others can run between, and is made once for all who share the items', () => {
    const items = new LayeredItems(
      new Map(Array.from({ length: 2000 }, (_, n) => [`1:a${n}`, { p: 'a', s: n, colour: 'red', weight: n }])),
    )
    let steps = 0
    const data = new TableData(table, items)
    for (const _ of data.preparation('byColour')!) steps++
    expect(steps).toBeGreaterThan(5)
    const fork = new TableData(table, data.freeze())
    expect([...fork.preparation('byColour')!]).toEqual([])
    expect(scan(fork, 'byColour')).toHaveLength(2000)
  })

  it('is not changed by those who share the items', () => {
    const data = new TableData(table)
    for (const s of [0, 1, 10]) data.set(data.textOf({ p: 'a', s }), { p: 'a', s, colour: 'red', weight: s })
    const before = scan(data, 'byColour')
    const fork = new TableData(table, data.freeze())
    expect(scan(fork, 'byColour')).toEqual(before)
    fork.set(fork.textOf({ p: 'a', s: 0 }), null)
    data.set(data.textOf({ p: 'a', s: 1 }), { p: 'a', s: 1, colour: 'blue', weight: 1 })
    expect(scan(fork, 'byColour').map((each) => [each['colour'], each['s']])).toEqual([
      ['red', 1],
      ['red', 10],
    ])
    expect(scan(data, 'byColour')).toHaveLength(3)
    expect(scan(data, 'byColour')).toEqual(
      expect.arrayContaining([
        { p: 'a', s: 0, colour: 'red', weight: 0 },
        { p: 'a', s: 1, colour: 'blue', weight: 1 },
        { p: 'a', s: 10, colour: 'red', weight: 10 },
      ]),
    )
  })

  it('is made anew when everything is replaced', () => {
    const data = new TableData(table)
    data.set(data.textOf({ p: 'a', s: 0 }), { p: 'a', s: 0 })
    expect(scan(data, undefined)).toHaveLength(1)
    data.replace(undefined)
    expect(scan(data, undefined)).toEqual([])
    data.replace(new LayeredItems(new Map([['1:b1', { p: 'b', s: 1 }]])))
    expect(scan(data, 'byS')).toEqual([{ p: 'b', s: 1 }])
  })
})
