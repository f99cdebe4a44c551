import { and, type Condition, not, or } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { Placeholders } from './placeholders.ts'
import { printCondition, printKeyCondition, printUpdate } from './print.ts'

const a: Condition = { op: '=', left: { path: ['a'] }, right: { value: 1 } }
const b: Condition = { op: 'exists', path: ['b'] }
const c: Condition = { op: 'between', of: { path: ['c'] }, low: { value: 1 }, high: { value: 2 } }

function print(condition: Condition): string {
  return printCondition(condition, new Placeholders())
}

describe('printCondition', () => {
  it.each<[Condition, string]>([
    [{ op: '<>', left: { path: ['a'] }, right: { path: ['b'] } }, '#n0 <> #n1'],
    [{ op: '<', left: { value: 1 }, right: { path: ['b'] } }, ':v0 < #n0'],
    [c, '#n0 BETWEEN :v0 AND :v1'],
    [{ op: 'in', of: { path: ['a'] }, among: [{ value: 1 }, { path: ['b'] }] }, '#n0 IN (:v0, #n1)'],
    [b, 'attribute_exists(#n0)'],
    [{ op: 'notExists', path: ['b'] }, 'attribute_not_exists(#n0)'],
    [{ op: 'beginsWith', of: { path: ['a'] }, prefix: { value: 'x' } }, 'begins_with(#n0, :v0)'],
    [{ op: 'contains', of: { path: ['a'] }, part: { value: 'x' } }, 'contains(#n0, :v0)'],
    [and(a, b), '#n0 = :v0 AND attribute_exists(#n1)'],
    [or(a, b), '#n0 = :v0 OR attribute_exists(#n1)'],
    [not(a), 'NOT #n0 = :v0'],
  ])('prints %j as %s', (condition, text) => {
    expect(print(condition)).toBe(text)
  })

  it('puts parts in parentheses where needed, and never twice', () => {
    expect(print(and(or(a, b), not(a)))).toBe('(#n0 = :v0 OR attribute_exists(#n1)) AND (NOT #n0 = :v1)')
    expect(print(not(and(a, b)))).toBe('NOT (#n0 = :v0 AND attribute_exists(#n1))')
    expect(print(and(c, b))).toBe('(#n0 BETWEEN :v0 AND :v1) AND attribute_exists(#n1)')
    expect(print(not(not(b)))).toBe('NOT (NOT attribute_exists(#n0))')
    expect(print(not(and(or(a, b))))).toBe('NOT (#n0 = :v0 OR attribute_exists(#n1))')
    expect(print(and(and(or(b))))).toBe('attribute_exists(#n0)')
  })

  it('refuses a conjunction of nothing', () => {
    expect(() => print({ op: 'and', all: [] })).toThrow(TypeError)
  })

  it('names every step of a path, and an equal name only once', () => {
    const placeholders = new Placeholders()
    const text = printCondition(
      and({ op: 'exists', path: ['status', 'a.b', 0, 'status'] }, { op: 'exists', path: ['size'] }),
      placeholders,
    )
    expect(text).toBe('attribute_exists(#n0.#n1[0].#n0) AND attribute_exists(#n2)')
    expect(placeholders.parameters()).toEqual({
      ExpressionAttributeNames: { '#n0': 'status', '#n1': 'a.b', '#n2': 'size' },
    })
  })
})

describe('printUpdate', () => {
  it('sets and removes', () => {
    expect(printUpdate({ set: { a: 1, b: 2 }, remove: ['c'] }, new Placeholders())).toBe(
      'SET #n0 = :v0, #n1 = :v1 REMOVE #n2',
    )
    expect(printUpdate({ set: {}, remove: ['c', 'd'] }, new Placeholders())).toBe('REMOVE #n0, #n1')
  })

  it('is nothing where nothing changes', () => {
    expect(printUpdate({ set: {}, remove: [] }, new Placeholders())).toBeUndefined()
  })
})

describe('printKeyCondition', () => {
  const partition = { name: 'p', type: 'S', value: 'x' } as const
  const sortKey = { name: 's', type: 'S' } as const

  it('names the partition', () => {
    expect(printKeyCondition({ partition }, new Placeholders())).toBe('#n0 = :v0')
  })

  it.each([
    [{ op: '>=', value: 'a' }, '#n1 >= :v1'],
    [{ op: 'between', low: 'a', high: 'b' }, '#n1 BETWEEN :v1 AND :v2'],
    [{ op: 'beginsWith', prefix: 'a' }, 'begins_with(#n1, :v1)'],
  ] as const)('and the sort key: %j', (condition, text) => {
    expect(printKeyCondition({ partition, sort: { ...sortKey, condition } }, new Placeholders())).toBe(
      `#n0 = :v0 AND ${text}`,
    )
  })
})
