import { describe, expect, it } from 'vitest'
import { type Call, expectRefused, openEvents } from '../test/events.ts'
import type { SortCondition } from './driver.ts'

describe('a query takes', () => {
  it.each<[unknown, SortCondition]>([
    ['x', { op: '=', value: 'x' }],
    [{ eq: 'x' }, { op: '=', value: 'x' }],
    [{ lt: 'x' }, { op: '<', value: 'x' }],
    [{ le: 'x' }, { op: '<=', value: 'x' }],
    [{ gt: 'x' }, { op: '>', value: 'x' }],
    [{ ge: 'x' }, { op: '>=', value: 'x' }],
    [{ beginsWith: 'x' }, { op: 'beginsWith', prefix: 'x' }],
    [{ between: ['x', 'y'] }, { op: 'between', low: 'x', high: 'y' }],
    [{ between: ['x', 'x'] }, { op: 'between', low: 'x', high: 'x' }],
  ])('the sort key %j', async (at, condition) => {
    const { driver, store } = openEvents()
    await store.query({ key: { zoo: 'z', at: at as string } })
    expect(driver.sent('query')).toMatchObject([{ sort: { name: 'at', type: 'S', condition } }])
  })

  it('takes bytes and prefixes of bytes for a sort key of bytes', async () => {
    const { driver, store } = openEvents()
    await store.query({ index: 'byPhoto', key: { zoo: 'z', photo: { beginsWith: Buffer.from([1]) } } })
    expect(driver.sent('query')).toMatchObject([
      { sort: { condition: { op: 'beginsWith', prefix: new Uint8Array([1]) } } },
    ])
  })

  it('takes a partition key that is too long for a sort key (rule 2.5)', async () => {
    const { driver, store } = openEvents()
    await store.query({ key: { zoo: 'z'.repeat(2048), at: 'a'.repeat(1024) } })
    expect(driver.sent('query')).toHaveLength(1)
  })

  it('leaves out a sort key that is undefined', async () => {
    const { driver, store } = openEvents()
    await store.query({ key: { zoo: 'z', at: undefined as never } })
    expect(driver.sent('query')).toEqual([expect.not.objectContaining({ sort: expect.anything() as unknown })])
  })
})

it.each<[string, Call, unknown, string]>([
  ['no key', 'query', {}, 'A query needs key: { zoo: … }, not undefined'],
  ['null for a key', 'query', { key: null }, 'A query needs key: { zoo: … }, not null'],
  ['null for a key of each', 'each', { key: null }, 'A query needs key'],
  ['an undefined key of each', 'each', { key: undefined }, 'A query needs key'],
  ['a bare key', 'query', { key: 'z' }, 'not string'],
  ['an array for a key', 'query', { key: ['z'] }, 'not an array'],
  ['an instance of a class', 'query', { key: new URL('http://cmz.org') }, 'not a URL'],
  ['no partition key (rule 7.4)', 'query', { key: { at: '1' } }, 'Query condition missed key schema element: zoo'],
  [
    'a key of another index',
    'query',
    { key: { zoo: 'z', kind: 'k' } },
    'Query condition missed key schema element: at; kind is no key here, filter it with where',
  ],
  [
    'a key of no index',
    'query',
    { index: 'byGuest', key: { guest: 'g', kind: 'k' }, includeDeleted: true },
    'element: guest; kind is no key here',
  ],
  [
    'a long sort key (rule 2.6)',
    'query',
    { key: { zoo: 'z', at: 'a'.repeat(1025) } },
    'size limit of 1024 bytes: at has 1025',
  ],
  ['a long partition key (rule 2.5)', 'query', { key: { zoo: 'z'.repeat(2049) } }, 'limit of2048 bytes: zoo has 2049'],
  ['two operands', 'query', { key: { zoo: 'z', at: { gt: ['a', 'b'] } } }, 'at is of type S, got an array'],
  ['a partition key of another type (rule 7.8)', 'query', { key: { zoo: 5 } }, 'zoo is of type S, got number'],
  ['an operator on it (rule 7.6)', 'query', { key: { zoo: { gt: 'a' } } }, 'zoo is of type S, got an object'],
  ['an empty key (rule 7.10)', 'query', { key: { zoo: '' } }, 'empty string value. Key: zoo'],
  [
    'an empty prefix (rule 7.10)',
    'query',
    { key: { zoo: 'z', at: { beginsWith: '' } } },
    'empty string value. Key: at',
  ],
  ['null for a sort key', 'query', { key: { zoo: 'z', at: null } }, 'at is of type S, got null'],
  ['an unknown operator', 'query', { key: { zoo: 'z', at: { like: 'x' } } }, 'one of eq, lt, le, gt, ge'],
  ['an inherited operator', 'query', { key: { zoo: 'z', at: { toString: 'x' } } }, 'one of eq, lt, le, gt, ge'],
  ['no operator', 'query', { key: { zoo: 'z', at: {} } }, 'one of eq, lt, le, gt, ge'],
  ['two operators (rule 7.7)', 'query', { key: { zoo: 'z', at: { gt: 'a', lt: 'b' } } }, 'got gt, lt'],
  ['an undefined operand', 'query', { key: { zoo: 'z', at: { gt: undefined } } }, 'not undefined: attribute at'],
  ['an operand of another type', 'query', { key: { zoo: 'z', at: { gt: 5 } } }, 'at is of type S, got number'],
  ['one bound', 'query', { key: { zoo: 'z', at: { between: ['a'] } } }, 'between: [low, high]'],
  ['a text for bounds', 'query', { key: { zoo: 'z', at: { between: 'ab' } } }, 'between: [low, high]'],
  ['bounds the wrong way round', 'query', { key: { zoo: 'z', at: { between: ['b', 'a'] } } }, 'upper bound'],
  [
    'a prefix of a number',
    'query',
    { index: 'byKind', key: { kind: 'k', size: { beginsWith: 5 } } },
    'beginsWith (not on numbers)',
  ],
])('a query refuses %s', async (_what, name, options, message) => {
  await expectRefused(name, options, message)
})
