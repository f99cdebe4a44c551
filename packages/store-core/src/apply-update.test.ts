import { describe, expect, it } from 'vitest'
import { applyUpdate } from './apply-update.ts'
import { Decimal } from './decimal.ts'
import { ValidationException } from './errors.ts'
import { maxItemSize } from './size.ts'
import { assignments, type Update, type UpdateAction } from './update.ts'
import type { Item, Value } from './value.ts'

const key = { id: 'x' }
const apply = (update: Update, item: Item | undefined = key): Item | undefined => applyUpdate(update, item, key, {})
const set = (path: UpdateAction['path'], value: Value): UpdateAction => ({ op: 'set', path, to: { value } })
const remove = (...path: UpdateAction['path']): UpdateAction => ({ op: 'remove', path })
const refused = (update: Update, item: Item, message: string): void => {
  const before = structuredClone(item)
  expect(() => apply(update, item)).toThrow(ValidationException)
  expect(() => apply(update, item)).toThrow(message)
  expect(item).toEqual(before)
}

describe('an update of whole attributes', () => {
  const item = { id: 'x', a: 1, b: { c: 2 } }

  it('is a list of actions', () => {
    expect(assignments({ a: 2 }, ['b'])).toEqual([set(['a'], 2), remove('b')])
    expect(assignments({ a: 2 })).toEqual([set(['a'], 2)])
  })

  it('sets and removes attributes, and leaves the item alone', () => {
    expect(apply(assignments({ a: 2, d: null }, ['b', 'missing']), item)).toEqual({ id: 'x', a: 2, d: null })
    expect(item).toEqual({ id: 'x', a: 1, b: { c: 2 } })
  })

  it('replaces a map as a whole', () => {
    expect(apply(assignments({ b: { d: 1 } }), item)).toEqual({ id: 'x', a: 1, b: { d: 1 } })
  })

  it('says which item it refuses', () => {
    const sum: Update = [{ op: 'set', path: ['a'], to: { op: '+', left: { path: ['b'] }, right: { value: 1 } } }]
    const refusing = (): unknown => applyUpdate(sum, item, key, { table: 'things', key })
    expect(refusing).toThrow('(table things, key {"id":"x"})')
    expect(refusing).toThrow(expect.objectContaining({ table: 'things', key }))
  })

  it('refuses an item that grows too large (rule 3.1)', () => {
    const large = assignments({ text: 'x'.repeat(maxItemSize - 7) })
    expect(apply(large, { id: 'x' })).toHaveProperty('text')
    refused(large, { id: 'xy' }, 'Item size to update has exceeded the maximum allowed size')
  })
})

describe('an update inside an attribute', () => {
  it('sets and removes members of maps and elements of lists', () => {
    const item = { id: 'x', m: { a: 1, b: { c: [1, { d: 2 }] } }, l: [1, 2, 3] }
    expect(
      apply([set(['m', 'b', 'c', 1, 'd'], 5), remove('m', 'a'), set(['l', 0], 'x'), remove('l', 2)], item),
    ).toEqual({
      id: 'x',
      m: { b: { c: [1, { d: 5 }] } },
      l: ['x', 2],
    })
    expect(item).toEqual({ id: 'x', m: { a: 1, b: { c: [1, { d: 2 }] } }, l: [1, 2, 3] })
  })

  it('appends what is set behind the end of a list, in the order of the positions (rule 5.10)', () => {
    expect(apply([set(['l', 9], 'c'), set(['l', 5], 'b'), set(['l', 1], 'a')], { id: 'x', l: [0] })).toEqual({
      id: 'x',
      l: [0, 'a', 'b', 'c'],
    })
  })

  it('means the positions of the list as it was (rule 5.11)', () => {
    const item = { id: 'x', l: [0, 1, 2, 3] }
    expect(apply([remove('l', 1), set(['l', 3], 'X')], item)).toEqual({ id: 'x', l: [0, 2, 'X'] })
    expect(apply([remove('l', 0), remove('l', 2)], item)).toEqual({ id: 'x', l: [1, 3] })
    expect(apply([remove('l', 7)], item)).toEqual(item)
    expect(apply([set(['l', 10], 'Z'), set(['l', 9], 'Y')], item)).toEqual({ id: 'x', l: [0, 1, 2, 3, 'Y', 'Z'] })
    expect(apply([set(['l', 2 ** 40], 'E')], item)).toEqual({ id: 'x', l: [0, 1, 2, 3, 'E'] })
    expect(apply([set(['l', 4], 'E'), remove('l', 0)], item)).toEqual({ id: 'x', l: [1, 2, 3, 'E'] })
  })

  it('leaves an empty list or map where the last one goes (rule 1.24)', () => {
    expect(apply([remove('l', 0), remove('m', 'a')], { id: 'x', l: [1], m: { a: 1 } })).toEqual({
      id: 'x',
      l: [],
      m: {},
    })
  })

  it.each<[string, UpdateAction, Item]>([
    ['a missing parent', set(['m', 'a'], 1), {}],
    ['a parent that is no map', set(['m', 'a'], 1), { m: 'text' }],
    ['a parent that is no map but a list', set(['m', 'a'], 1), { m: [1] }],
    ['a parent that is no list', set(['m', 0], 1), { m: { a: 1 } }],
    ['a parent behind the end of a list', set(['m', 3, 'a'], 1), { m: [] }],
    ['a removal through a missing parent', remove('m', 'a'), {}],
  ])('refuses %s (rule 5.12)', (_what, action, attributes) => {
    refused([action], { id: 'x', ...attributes }, 'The document path provided in the update expression is invalid')
  })

  it('refuses what would lie too deep (rule 1.19)', () => {
    const nested = (levels: number): Value => (levels === 1 ? 1 : [nested(levels - 1)])
    const deep = { id: 'x', a: nested(32), b: nested(30), l: [[1]] }
    const copy = { op: 'set', path: ['l', 0, 0], to: { path: ['a'] } } as const
    expect(apply([{ ...copy, to: { path: ['b'] } }], deep)).toEqual({ ...deep, l: [[nested(30)]] })
    refused([{ ...copy, to: { path: ['a', 0] } }], deep, 'Nesting Levels have exceeded supported limits')
    refused([copy], deep, 'Nesting Levels have exceeded supported limits')
  })
})

describe('what is set', () => {
  const from = (to: Extract<UpdateAction, { op: 'set' }>['to']): Update => [{ op: 'set', path: ['r'], to }]
  const item = { id: 'x', n: 5, s: 'text', l: [1], big: 10n ** 30n }

  it('is worked out from the item as it was (rule 5.2)', () => {
    const swap: Update = [
      { op: 'set', path: ['a'], to: { path: ['b'] } },
      { op: 'set', path: ['b'], to: { path: ['a'] } },
      remove('c'),
      { op: 'set', path: ['d'], to: { path: ['c'] } },
    ]
    expect(apply(swap, { id: 'x', a: 1, b: 2, c: 3 })).toEqual({ id: 'x', a: 2, b: 1, d: 3 })
  })

  it('adds and subtracts exactly', () => {
    expect(apply(from({ op: '+', left: { path: ['n'] }, right: { value: 3 } }), item)).toMatchObject({ r: 8 })
    expect(apply(from({ op: '-', left: { value: 3 }, right: { path: ['n'] } }), item)).toMatchObject({ r: -2 })
    expect(apply(from({ op: '+', left: { value: 0.1 }, right: { value: 0.2 } }), item)).toMatchObject({ r: 0.3 })
    expect(apply(from({ op: '+', left: { path: ['big'] }, right: { value: 1 } }), item)).toMatchObject({
      r: 10n ** 30n + 1n,
    })
    expect(
      apply(from({ op: '-', left: { value: new Decimal('0.12345678901234567891') }, right: { value: 0 } }), item),
    ).toMatchObject({
      r: new Decimal('0.12345678901234567891'),
    })
  })

  it('refuses a number that DynamoDB cannot hold (rule 5.7)', () => {
    refused(from({ op: '+', left: { path: ['big'] }, right: { value: 1e-20 } }), item, 'Number overflow')
    refused(from({ op: '+', left: { value: 9e125 }, right: { value: 9e125 } }), item, 'Number overflow')
  })

  it('falls back where there is nothing (rule 5.8)', () => {
    const otherwise = { op: 'ifNotExists', path: ['n'], otherwise: { value: 7 } } as const
    expect(apply(from({ op: 'ifNotExists', path: ['no'], otherwise: { value: 7 } }), item)).toMatchObject({ r: 7 })
    expect(apply(from({ op: 'ifNotExists', path: ['no'], otherwise }), item)).toMatchObject({ r: 5 })
    expect(apply(from({ op: '+', left: otherwise, right: { value: 1 } }), item)).toMatchObject({ r: 6 })
  })

  it('joins lists (rule 5.9)', () => {
    expect(apply(from({ op: 'listAppend', first: { path: ['l'] }, second: { value: [2] } }), item)).toMatchObject({
      r: [1, 2],
    })
    expect(apply(from({ op: 'listAppend', first: { path: ['l'] }, second: { path: ['l'] } }), item)).toMatchObject({
      r: [1, 1],
    })
  })

  it('refuses operands that are missing or of another type (rules 5.6 and 5.9)', () => {
    refused(from({ path: ['no'] }), item, 'refers to an attribute that does not exist in the item')
    refused(from({ op: '+', left: { path: ['no'] }, right: { value: 1 } }), item, 'does not exist in the item')
    refused(from({ op: '+', left: { path: ['s'] }, right: { value: 1 } }), item, 'incorrect data type')
    refused(from({ op: 'listAppend', first: { path: ['s'] }, second: { value: [] } }), item, 'incorrect data type')
  })
})

describe('add and delete', () => {
  const item = { id: 'x', n: 5, set: new Set(['a', 'c']), numbers: new Set([1, 2]), m: { n: 1 } }
  const add = (path: UpdateAction['path'], value: Value): Update => [{ op: 'add', path, value }]
  const take = (path: UpdateAction['path'], value: Value): Update => [{ op: 'delete', path, value }]

  it('add to numbers, from 0 (rule 5.16), also inside a map (rule 5.17)', () => {
    expect(apply(add(['n'], 2), item)).toMatchObject({ n: 7 })
    expect(apply(add(['other'], -2), item)).toMatchObject({ other: -2 })
    expect(apply(add(['m', 'n'], 1), item)).toMatchObject({ m: { n: 2 } })
  })

  it('add members to sets, in order', () => {
    expect([...(apply(add(['set'], new Set(['b', 'a'])), item)!['set'] as Set<string>)]).toEqual(['a', 'b', 'c'])
    expect(apply(add(['numbers'], new Set([2n, 3n])), item)!['numbers']).toEqual(new Set([1, 2, 3n]))
    expect(apply(add(['other'], new Set(['z'])), item)!['other']).toEqual(new Set(['z']))
  })

  it('take members out; a set that loses its last one is gone (rule 5.18)', () => {
    expect(apply(take(['set'], new Set(['a', 'q'])), item)!['set']).toEqual(new Set(['c']))
    expect(apply(take(['set'], new Set(['a', 'c'])), item)).not.toHaveProperty('set')
    expect(apply(take(['other'], new Set(['a'])), item)).toEqual(item)
    expect(apply(take(['other', 'set'], new Set(['a'])), item)).toEqual(item)
    expect(apply(take(['numbers'], new Set([1n])), item)!['numbers']).toEqual(new Set([2]))
    expect(apply(take(['set'], new Set(['a'])), { id: 'x', set: new Set(['c', 'b', 'a']) })!['set']).toEqual(
      new Set(['b', 'c']),
    )
    const bytes = new Set([new Uint8Array([1]), new Uint8Array([2])])
    expect(apply(take(['bytes'], new Set([new Uint8Array([2])])), { id: 'x', bytes })!['bytes']).toEqual(
      new Set([new Uint8Array([1])]),
    )
  })

  it('refuse an attribute of another type', () => {
    refused(add(['set'], 1), item, 'incorrect data type')
    refused(add(['set'], new Set([1])), item, 'incorrect data type')
    refused(take(['n'], new Set(['a'])), item, 'incorrect data type')
    refused(take(['numbers'], new Set(['a'])), item, 'incorrect data type')
  })
})

describe('an update of an item that does not exist', () => {
  it('makes one, with its key', () => {
    expect(applyUpdate([], undefined, key, {})).toEqual(key)
    expect(applyUpdate(assignments({ a: 1 }), undefined, key, {})).toEqual({ id: 'x', a: 1 })
  })

  it('makes none if it only takes away (rule 5.14)', () => {
    const taking: Update = [remove('a'), { op: 'delete', path: ['b'], value: new Set(['c']) }]
    expect(applyUpdate(taking, undefined, key, {})).toBeUndefined()
    expect(applyUpdate([...taking, set(['d'], 1)], undefined, key, {})).toEqual({ id: 'x', d: 1 })
  })

  it('has nothing to remove inside an attribute (rule 5.12)', () => {
    expect(applyUpdate([remove('m', 'a'), set(['d'], 1)], undefined, key, {})).toEqual({ id: 'x', d: 1 })
  })
})

describe('large sets', () => {
  it('are joined and parted without comparing each member with each', () => {
    const evens = new Set(Array.from({ length: 30_000 }, (_, index) => index * 2))
    const odds = new Set(Array.from({ length: 30_000 }, (_, index) => index * 2 + 1))
    const item = { id: 'a', n: evens }
    const began = performance.now()
    const both = applyUpdate([{ op: 'add', path: ['n'], value: odds }], item, { id: 'a' }, {})!
    const parted = applyUpdate([{ op: 'delete', path: ['n'], value: odds }], both, { id: 'a' }, {})
    expect(performance.now() - began).toBeLessThan(5_000) // minutes otherwise
    expect((both['n'] as Set<number>).size).toBe(60_000)
    expect(parted).toEqual(item)
  })
})
