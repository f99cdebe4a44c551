import { describe, expect, it } from 'vitest'
import { type Call, callUntyped, events, expectRefused, openEvents } from '../test/events.ts'
import { ValidationException } from './errors.ts'
import { conditionOf, takeOptions } from './options.ts'
import { keyAttributes } from './table.ts'
import type { Item } from './value.ts'

describe('untyped callers get a ValidationException', () => {
  const key = { zoo: 'z' }

  it.each<[string, Call, unknown, string]>([
    ['no options of a query', 'query', undefined, 'Options are a plain object, not undefined'],
    ['null for options', 'page', null, 'Options are a plain object, not null'],
    ['null for options of list', 'list', null, 'Options are a plain object, not null'],
    ['null for options of each', 'each', null, 'Options are a plain object, not null'],
    ['a text for options', 'list', 'all', 'Options are a plain object, not string'],
    ['an unknown index (rule 7.24)', 'page', { index: 'byName' }, 'does not have the specified index: byName'],
    ['an inherited index', 'page', { index: 'toString' }, 'its indexes: byKind, byGuest, byPhoto'],
    ['null for an index', 'page', { index: null }, 'does not have the specified index: null'],
    ['an unknown order', 'query', { key, order: 'desc' }, 'order must be ascending or descending, got "desc"'],
    ['a text for a limit', 'page', { limit: '5' }, 'limit must be a whole number greater than or equal to 1, got "5"'],
    ['no limit (rule 7.14)', 'page', { limit: 0 }, 'limit must be a whole number'],
    ['half a limit', 'query', { key, limit: 1.5 }, 'limit must be a whole number'],
    ['null for a limit', 'page', { limit: null }, 'limit must be a whole number greater than or equal to 1, got null'],
    ['an endless limit', 'each', { limit: Infinity }, 'limit must be a whole number'],
    ['a negative maxScanned', 'page', { maxScanned: -1 }, 'maxScanned must be a whole number'],
    ['a word for a flag', 'list', { includeDeleted: 'yes' }, 'includeDeleted must be true or false, got "yes"'],
    ['a signal that is none', 'page', { signal: {} }, 'signal must be an AbortSignal, got an object'],
    ['null for a signal', 'page', { signal: null }, 'signal must be an AbortSignal, got null'],
    ['no reader', 'list', { parallel: 0 }, 'parallel must be a whole number from 1 to 1000, got 0'],
    ['too many readers', 'list', { parallel: 1001 }, 'parallel must be a whole number from 1 to 1000, got 1001'],
    ['a part alone', 'page', { segment: 0 }, 'segment must be { number, of }, with number from 0 and less than of'],
    ['a part of nothing', 'page', { segment: { number: 0 } }, 'segment must be { number, of }'],
    ['a part of no parts', 'page', { segment: { number: 0, of: 0 } }, 'segment must be { number, of }'],
    ['a part of too many', 'page', { segment: { number: 0, of: 1_000_001 } }, 'segment must be { number, of }'],
    ['the part behind the last', 'page', { segment: { number: 2, of: 2 } }, 'segment must be { number, of }'],
    ['the part before the first', 'page', { segment: { number: -1, of: 2 } }, 'segment must be { number, of }'],
    ['half a part', 'page', { segment: { number: 0.5, of: 2 } }, 'segment must be { number, of }'],
    ['a part of a partition', 'query', { key, segment: { number: 0, of: 2 } }, 'A partition has no segments'],
    ['a filter that is none', 'list', { where: { title: 'x' } }, 'A condition is a function'],
    ['a filter without a result', 'list', { where: () => {} }, 'A condition is a function'],
    ['null for a filter', 'page', { where: null }, 'A condition is a function'],
    ['null for a cursor', 'page', { cursor: null }, 'this is not a cursor of the store'],
    ['a number for a cursor', 'page', { cursor: 5 }, 'this is not a cursor of the store'],
    ['an object for a cursor', 'query', { key, cursor: {} }, 'this is not a cursor of the store'],
    ['any text for a cursor', 'each', { cursor: 'abc' }, 'this is not a cursor of the store'],
    [
      'an option that there is not',
      'list',
      { were: () => {} },
      'list has no option were; it takes includeDeleted, where',
    ],
    ['an option of another call', 'page', { key }, 'page has no option key; it takes'],
  ])('for %s', async (_what, name, options, message) => {
    await expectRefused(name, options, message)
  })

  it('for options of get', async () => {
    const { store } = openEvents()
    const at = { zoo: 'z', at: '1' }
    await expect(callUntyped(store, 'get', at, null)).rejects.toBeInstanceOf(ValidationException)
    await expect(callUntyped(store, 'get', at, { includeDeleted: 0 })).rejects.toThrow(
      'includeDeleted must be true or false',
    )
  })

  it.each<[string, string, unknown, string]>([
    [
      'what only an update answers',
      'put',
      { returnValues: 'updatedNew' },
      'returnValues must be allNew or allOld, got',
    ],
    ['what a purge leaves', 'purge', { returnValues: 'allNew' }, 'returnValues must be allOld, got "allNew"'],
    ['a word for withCurrent', 'update', { withCurrent: 'yes' }, 'withCurrent must be true or false, got "yes"'],
    ['a number to call', 'getMany', { onProgress: 5 }, 'onProgress must be a function, got 5'],
    ['any other answer', 'update', { returnValues: 'none' }, 'must be allNew, allOld, updatedNew or updatedOld, got'],
    ['a slip in a condition', 'purge', { where: () => {} }, 'purge has no option where; it takes if, expectedVersion'],
    ['null for options of softDelete', 'softDelete', null, 'Options are a plain object, not null'],
    ['a number for options of recover', 'recover', 5, 'Options are a plain object, not number'],
    [
      'a condition of softDelete',
      'softDelete',
      { if: () => {} },
      'softDelete has no option if; it takes expectedVersion',
    ],
    ['a version of a table without', 'recover', { expectedVersion: 1 }, 'This table counts no versions'],
  ])('for %s, rule 6.1', async (_what, name, options, message) => {
    const { driver, store } = openEvents()
    const at = { zoo: 'z', at: '1' }
    const given = { put: [at, options], update: [at, () => [], options], getMany: [[at], options] }[name] ?? [
      at,
      options,
    ]
    const write = callUntyped(store, name as Call, ...given)
    await expect(write).rejects.toBeInstanceOf(ValidationException)
    await expect(write).rejects.toThrow(message)
    expect(driver.sent('write')).toEqual([])
  })

  it('for options of a transaction and of its parts', async () => {
    const { database, store } = openEvents()
    const at = { zoo: 'z', at: '1' }
    await expect(database.transact(() => {}, null as never)).rejects.toThrow('Options are a plain object, not null')
    await expect(database.transact(() => {}, { at: new Date('x') })).rejects.toThrow('at must be a valid Date')
    await expect(database.transact(() => {}, { tokn: 'a' } as never)).rejects.toThrow('transact has no option tokn')
    const softDelete = database.transact((tx) => tx.on(store).softDelete(at, 5 as never))
    await expect(softDelete).rejects.toThrow('Options are a plain object, not number')
    const put = database.transact((tx) => tx.on(store).put(at, { returnValues: 'allOld' } as never))
    await expect(put).rejects.toThrow('tx.put has no option returnValues; it takes if, expectedVersion')
  })
})

it('options may be undefined, and all that they can be', () => {
  const taken = {
    query: {
      includeDeleted: [false, true],
      segment: [
        { number: 0, of: 1 },
        { number: 999_999, of: 1_000_000 },
      ],
      limit: [1, Number.MAX_SAFE_INTEGER],
      maxScanned: [1],
      order: ['ascending', 'descending'],
      signal: [new AbortController().signal],
    },
    list: { parallel: [1, 1000] },
    getMany: { onProgress: [() => {}] },
    update: { withCurrent: [false, true], returnValues: ['allNew', 'allOld', 'updatedNew', 'updatedOld'] },
    put: { returnValues: ['allNew', 'allOld'] },
    purge: { returnValues: ['allOld'] },
  } as const
  for (const [call, options] of Object.entries(taken)) {
    for (const [name, values] of Object.entries(options)) {
      for (const value of [undefined, ...(values as readonly unknown[])]) {
        expect(() => takeOptions(events, call as keyof typeof taken, { [name]: value })).not.toThrow()
      }
    }
  }
})

it('a condition cannot look into a key, which is a scalar (as in rule 2.14)', () => {
  const keys = keyAttributes(events)
  const into = (name: string) => conditionOf<Item>((item) => item[name]!['x']!.exists(), events, keys)
  expect(into('notes')).toEqual({ op: 'exists', path: ['notes', 'x'] })
  expect(conditionOf<Item>((item) => item['at']!.exists(), events, keys)).toEqual({ op: 'exists', path: ['at'] })
  expect(conditionOf(undefined, events, keys)).toBeUndefined()
  expect(() => into('at')).toThrow(ValidationException)
  expect(() => into('at')).toThrow("and map lookup '.' are not allowed: Key: at (table events)")
})
