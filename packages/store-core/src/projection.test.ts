import { describe, expect, it } from 'vitest'
import { events } from '../test/events.ts'
import { ValidationException } from './errors.ts'
import { defineTable } from './table.ts'
import { toProjection, withOwn } from './projection.ts'

describe('a projection', () => {
  const index = (name: 'byKind') => ({ name, definition: events.indexes[name]! })

  it('names attributes, and paths into them', () => {
    expect(toProjection(events, ['zoo', ['notes', 'by', 0]])).toEqual([['zoo'], ['notes', 'by', 0]])
  })

  it('of an index names what it holds, of a local one also what it does not (rule 7.22)', () => {
    expect(toProjection(events, ['zoo', 'at', 'kind', 'size', ['title', 'x']], index('byKind'))).toHaveLength(5)
    const own = { partitionKey: 'id', softDelete: false, stamps: false } as const
    const indexes = { byA: { kind: 'local', sortKey: 'a', projection: 'KEYS_ONLY' } } as const
    const local = defineTable({ name: 'local', sortKey: 'at', ...own, indexes })
    const definition = local.indexes['byA']!
    expect(toProjection(local, ['notes'], { name: 'byA', definition })).toEqual([['notes']])
  })

  it.each<[unknown, string]>([
    ['zoo', 'projection must be a list of attributes'],
    [[], 'projection must be a list of attributes'],
    [undefined, 'projection must be a list of attributes'],
    [['zoo', 5], "projection names attributes, or paths such as ['address', 'zip'], not number"],
    [[null], 'not null'],
    [[{ zoo: 1 }], 'not an object'],
    [[''], 'not string'],
    [[[]], 'not an array'],
    [[[0]], 'not an array'],
    [[['a', '']], 'not an array'],
    [[['a', '\ud800']], 'not an array'],
    [[['a', -1]], 'not an array'],
    [[['a', 0.5]], 'not an array'],
    [[['a', null]], 'not an array'],
    [['a', ['a', 'b']], 'Invalid ProjectionExpression: Two document paths overlap with each other'],
  ])('is not %j', (given, message) => {
    expect(() => toProjection(events, given)).toThrow(ValidationException)
    expect(() => toProjection(events, given)).toThrow(message)
    expect(() => toProjection(events, given)).toThrow('(table events)')
  })

  it('of a global index cannot name what it does not hold (rule 7.22)', () => {
    expect(() => toProjection(events, ['title', 'notes', ['photo', 0]], index('byKind'))).toThrow(
      'Global secondary index byKind does not project [notes, photo]',
    )
  })
})

describe('a projection with what the store needs itself', () => {
  it('reads what is needed beside it, and takes it off', () => {
    const { paths, strip } = withOwn([['name'], ['address', 'zip']], ['id', 'name'])
    expect(paths).toEqual([['name'], ['address', 'zip'], ['id']])
    expect(strip({ name: 'Leo', address: { zip: '1' }, id: 'leo' })).toEqual({ name: 'Leo', address: { zip: '1' } })
  })

  it('reads as a whole what is needed and asked for in parts', () => {
    const { paths, strip } = withOwn([['name'], ['softDelete', 'x'], ['id', 0]], ['softDelete', 'id'])
    expect(paths).toEqual([['name'], ['softDelete'], ['id']])
    expect(strip({ name: 'Leo', softDelete: true, id: 'leo' })).toEqual({ name: 'Leo' })
  })
})
