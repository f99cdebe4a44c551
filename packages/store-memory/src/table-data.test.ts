import { compare, compareBytes, defineTable, type Item, type SortCondition, type Value } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TableData } from './table-data.ts'

const table = defineTable({
  name: 'things',
  partitionKey: 'p',
  sortKey: { name: 's', type: 'N' },
  indexes: {
    byColour: { partitionKey: 'colour', sortKey: { name: 'weight', type: 'B' } },
    byP: { kind: 'local', sortKey: 'name' },
  },
})

const bytes = fc.uint8Array({ maxLength: 2 })
const item = fc.record(
  {
    p: fc.constantFrom('a', 'b', '\u{1F600}'),
    s: fc.constantFrom(-2, -0.5, 0, 1, 10, 1e100),
    colour: fc.constantFrom('red', 'blue'),
    weight: bytes,
    name: fc.constantFrom('x', 'xy', 'y', '\uFF5E', '\u{1F600}'),
  },
  { requiredKeys: ['p', 's'] },
) as fc.Arbitrary<Item>

type Command = { readonly put: Item } | { readonly remove: Item }
const commands = fc.array(
  fc.oneof(
    item.map((put): Command => ({ put })),
    item.map((remove): Command => ({ remove })),
  ),
  { maxLength: 40 },
)

/** A table after some writes, and the same as a plain list. */
function filled(given: readonly Command[]): { data: TableData; model: readonly Item[] } {
  const data = new TableData(table)
  const model = new Map<string, Item>()
  for (const command of given) {
    const target = 'put' in command ? command.put : command.remove
    const text = data.textOf(target)
    data.set(text, 'put' in command ? target : null)
    if ('put' in command) model.set(text, target)
    else model.delete(text)
  }
  return { data, model: [...model.values()] }
}

const byField = (name: string) => (left: Item, right: Item) => compare(left[name]!, right[name]!)!

/** An empty value is none of an index (rule 2.12). */
const hasWeight = ({ weight }: Item): boolean => weight !== undefined && (weight as Uint8Array).length > 0

describe('a table against a plain list', () => {
  it('answers every sort condition, both ways, page by page', () => {
    const value = fc.constantFrom(-2, -1, 0, 1, 10, 1e100)
    const condition: fc.Arbitrary<SortCondition> = fc.oneof(
      fc.record({ op: fc.constantFrom('=', '<', '<=', '>', '>='), value }),
      fc.tuple(value, value).map(([a, b]) => ({ op: 'between' as const, low: Math.min(a, b), high: Math.max(a, b) })),
    )
    fc.assert(
      fc.property(
        commands,
        fc.option(condition),
        fc.boolean(),
        fc.integer({ min: 1, max: 4 }),
        (given, sort, descending, limit) => {
          const { data, model } = filled(given)
          const expected = model
            .filter((each) => each['p'] === 'a' && (sort === null || meets(sort, each['s'] as number)))
            .toSorted(byField('s'))
          if (descending) expected.reverse()
          const request = {
            table,
            partition: { ...table.partitionKey, value: 'a' },
            ...(sort && { sort: { ...table.sortKey!, condition: sort } }),
            descending,
            limit,
          }
          expect(allPages((startAfter) => data.query({ ...request, ...(startAfter && { startAfter }) }))).toEqual(
            expected,
          )
        },
      ),
    )
  })

  it('holds in an index exactly the items that have its keys, in its order', () => {
    fc.assert(
      fc.property(commands, fc.integer({ min: 1, max: 4 }), (given, limit) => {
        const { data, model } = filled(given)
        const request = {
          table,
          index: 'byColour',
          partition: { name: 'colour', type: 'S' as const, value: 'red' },
          descending: false,
          limit,
        }
        const found = allPages((startAfter) => data.query({ ...request, ...(startAfter && { startAfter }) }))
        const expected = model.filter((each) => each['colour'] === 'red' && hasWeight(each))
        expect(sorted(found)).toEqual(sorted(expected))
        for (const [index, each] of found.entries()) {
          if (index > 0)
            expect(compareBytes(found[index - 1]!['weight'] as Uint8Array, each['weight'] as Uint8Array)).not.toBe(1)
        }
      }),
    )
  })

  it('finds prefixes in a local index, in UTF-8 order', () => {
    fc.assert(
      fc.property(commands, fc.constantFrom('x', 'xy', '\u{1F600}'), (given, prefix) => {
        const { data, model } = filled(given)
        const { items } = data.query({
          table,
          index: 'byP',
          partition: { ...table.partitionKey, value: 'b' },
          sort: { name: 'name', type: 'S', condition: { op: 'beginsWith', prefix } },
          descending: false,
        })
        const expected = model.filter(
          (each) => each['p'] === 'b' && (each['name'] as string | undefined)?.startsWith(prefix),
        )
        expect(items.map((each) => each['name'])).toEqual(
          expected.toSorted(byField('name')).map((each) => each['name']),
        )
      }),
    )
  })

  it('scans every item once, page by page', () => {
    fc.assert(
      fc.property(
        commands,
        fc.option(fc.constant('byColour')),
        fc.integer({ min: 1, max: 4 }),
        (given, index, limit) => {
          const { data, model } = filled(given)
          const found = allPages((startAfter) =>
            data.scan({ table, ...(index && { index }), limit, ...(startAfter && { startAfter }) }),
          )
          const expected = index ? model.filter((each) => each['colour'] !== undefined && hasWeight(each)) : model
          expect(sorted(found)).toEqual(sorted(expected))
        },
      ),
    )
  })

  it('does not hand out its own items', () => {
    const { data } = filled([{ put: { p: 'a', s: 1, weight: new Uint8Array([1]) } }])
    const [found] = data.scan({ table }).items
    ;(found!['weight'] as Uint8Array)[0] = 9
    expect(data.scan({ table }).items[0]!['weight']).toEqual(new Uint8Array([1]))
  })
})

function allPages(
  read: (startAfter: Item | undefined) => { readonly items: readonly Item[]; readonly lastKey?: Item },
): Item[] {
  const found: Item[] = []
  for (let startAfter: Item | undefined; ;) {
    const page = read(startAfter)
    found.push(...page.items)
    if (page.lastKey === undefined) return found
    startAfter = page.lastKey
  }
}

function sorted(items: readonly Item[]): Item[] {
  return items.toSorted((left, right) => byField('p')(left, right) || byField('s')(left, right))
}

function meets(condition: SortCondition, value: number): boolean {
  const number = (given: Value): number => given as number
  switch (condition.op) {
    case '=':
      return value === number(condition.value)
    case '<':
      return value < number(condition.value)
    case '<=':
      return value <= number(condition.value)
    case '>':
      return value > number(condition.value)
    case '>=':
      return value >= number(condition.value)
    case 'between':
      return value >= number(condition.low) && value <= number(condition.high)
    case 'beginsWith':
      return false
  }
}
