import { defineTable, type Item } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Items, layered, LayeredItems, standingOn } from './items.ts'
import { TableData } from './table-data.ts'

const table = defineTable({ name: 'users', partitionKey: 'id' })

type Model = ReadonlyMap<string, Item>

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
/** `rebase` puts equal items in place of the frozen one that is so many freezes back. */
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: id, n: fc.nat({ max: 9 }) }) },
  { weight: 3, arbitrary: fc.record({ remove: id }) },
  { weight: 2, arbitrary: fc.constant('freeze' as const) },
  { weight: 1, arbitrary: fc.record({ rebase: fc.nat({ max: 4 }) }) },
  { weight: 1, arbitrary: fc.constant('fork' as const) },
  { weight: 1, arbitrary: fc.record({ replace: fc.nat({ max: 4 }) }) },
)

const flat = (model: Model): Items => new LayeredItems(new Map(model))
const contentsOf = (items: Items | undefined): readonly (readonly [string, Item])[] =>
  [...(items?.entries() ?? [])].toSorted(([left], [right]) => (left < right ? -1 : 1))
const contentsOfModel = (model: Model): readonly (readonly [string, Item])[] => contentsOf(flat(model))

describe('the items of a table', () => {
  it('are what a map holds, through freezes, forks, rebases and replacements, and what is frozen never changes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 2 }), command), { maxLength: 60 }), (commands) => {
        const tables = [{ data: new TableData(table), model: new Map<string, Item>() }]
        const frozen: { items: Items; model: Model }[] = []
        for (const [which, what] of commands) {
          const { data, model } = tables[which % tables.length]!
          if (what === 'freeze') frozen.push({ items: data.freeze(), model: new Map(model) })
          else if (what === 'fork') {
            const items = data.freeze()
            frozen.push({ items, model: new Map(model) })
            tables.push({ data: new TableData(table, items), model: new Map(model) })
          } else if ('put' in what) {
            const item = { id: what.put, n: what.n }
            data.set(what.put, item)
            model.set(what.put, item)
          } else if ('remove' in what) {
            data.set(what.remove, null)
            model.delete(what.remove)
          } else {
            const chosen = frozen.at(-1 - ('rebase' in what ? what.rebase : what.replace))
            if (chosen === undefined) continue
            if ('rebase' in what) data.rebase(chosen.items, flat(chosen.model))
            else {
              data.replace(chosen.items)
              model.clear()
              for (const [text, item] of chosen.model) model.set(text, item)
            }
          }
          for (const each of tables) {
            for (const text of ['a', 'b', 'c', 'd', 'e']) expect(each.data.get(text)).toBe(each.model.get(text))
          }
        }
        for (const { items, model } of frozen) expect(contentsOf(items)).toEqual(contentsOfModel(model))
        for (const { data, model } of tables) expect(contentsOf(data.freeze())).toEqual(contentsOfModel(model))
      }),
      { numRuns: 300 },
    )
  })

  it('are the frozen ones until something changes', () => {
    const data = new TableData(table)
    data.set('a', { id: 'a' })
    const items = data.freeze()
    expect(data.is(items)).toBe(true)
    expect(data.freeze()).toBe(items)
    data.set('a', { id: 'a' })
    expect(data.is(items)).toBe(false)
    expect(items.get('a')).not.toBe(data.get('a'))
  })

  it('stand on what a fold made of them', () => {
    const data = new TableData(table)
    data.set('a', { id: 'a' })
    const before = data.freeze()
    const now = flat(new Map([['a', { id: 'a' }]]))
    data.rebase(before, now)
    expect(data.is(now)).toBe(true)
    data.set('b', { id: 'b' })
    data.rebase(before, flat(new Map()))
    expect(contentsOf(data.freeze())).toHaveLength(2)
  })
})

describe('layers', () => {
  const layer = (...ids: readonly string[]): Map<string, Item> => new Map(ids.map((each) => [each, { id: each }]))

  it('are few, however often something is frozen', () => {
    let items: Items | undefined
    for (let n = 0; n < 1000; n++) items = layered(layer(String(n)), items)
    let depth = 0
    for (let below: Items | undefined = items; below instanceof LayeredItems; below = below.below) depth++
    expect(depth).toBeLessThanOrEqual(11)
    expect(contentsOf(items)).toHaveLength(1000)
  })

  it('hide what is removed, and join without what they stand on', () => {
    const base = new LayeredItems(layer('a', 'b', 'c'))
    const top = layered(new Map([['a', null]]), base)
    expect(contentsOf(top).map(([text]) => text)).toEqual(['b', 'c'])
    expect(top.get('a')).toBeUndefined()
    const back = layered(new Map([['a', { id: 'a', n: 2 }]]), top)
    expect(back.get('a')).toEqual({ id: 'a', n: 2 })
    expect(contentsOf(back)).toHaveLength(3)
    expect(contentsOf(base)).toHaveLength(3)
  })

  it('stay as they are where they do not stand on what is replaced', () => {
    const [base, other] = [new LayeredItems(layer('a')), new LayeredItems(layer('b'))]
    const top = new LayeredItems(layer('x'), base)
    expect(standingOn(top, other, base)).toBe(top)
    const moved = standingOn(new LayeredItems(layer('y'), top), base, other)
    expect(contentsOf(moved).map(([text]) => text)).toEqual(['b', 'x', 'y'])
  })
})
