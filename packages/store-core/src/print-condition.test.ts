import { describe, expect, it } from 'vitest'
import type { Condition } from './condition.ts'
import { Placeholders } from './placeholders.ts'
import { printCondition, printKeyCondition } from './print-condition.ts'
import { and, not, or } from './where.ts'

const a: Condition = { op: '=', left: { path: ['a'] }, right: { value: 1 } }
const b: Condition = { op: 'exists', path: ['b'] }
const c: Condition = { op: 'between', of: { path: ['c'] }, low: { value: 1 }, high: { value: 2 } }

function print(condition: Condition): string {
  return printCondition(condition, new Placeholders())
}

describe('printCondition', () => {
  it.each<[Condition, string]>([
    [{ op: '<>', left: { path: ['a'] }, right: { path: ['b'] } }, '#a<>#b'],
    [{ op: '<', left: { value: 1 }, right: { path: ['b'] } }, ':a<#a'],
    [c, '#a BETWEEN :a AND :b'],
    [{ op: 'in', of: { path: ['a'] }, among: [{ value: 1 }, { path: ['b'] }] }, '#a IN (:a,#b)'],
    [b, 'attribute_exists(#a)'],
    [{ op: 'notExists', path: ['b'] }, 'attribute_not_exists(#a)'],
    [{ op: 'beginsWith', of: { path: ['a'] }, prefix: { value: 'x' } }, 'begins_with(#a,:a)'],
    [{ op: 'contains', of: { path: ['a'] }, part: { value: 'x' } }, 'contains(#a,:a)'],
    [and(a, b), '#a=:a AND attribute_exists(#b)'],
    [or(a, b), '#a=:a OR attribute_exists(#b)'],
    [not(a), 'NOT #a=:a'],
  ])('prints %j as %s', (condition, text) => {
    expect(print(condition)).toBe(text)
  })

  it('puts parts in parentheses where needed, and never twice', () => {
    expect(print(and(or(a, b), not(a)))).toBe('(#a=:a OR attribute_exists(#b)) AND (NOT #a=:b)')
    expect(print(not(and(a, b)))).toBe('NOT (#a=:a AND attribute_exists(#b))')
    expect(print(and(c, b))).toBe('(#a BETWEEN :a AND :b) AND attribute_exists(#b)')
    expect(print(not(not(b)))).toBe('NOT (NOT attribute_exists(#a))')
    expect(print(not(and(or(a, b))))).toBe('NOT (#a=:a OR attribute_exists(#b))')
    expect(print(and(and(or(b))))).toBe('attribute_exists(#a)')
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
    expect(text).toBe('attribute_exists(#a.#b[0].#a) AND attribute_exists(#c)')
    expect(placeholders.names()).toEqual({ '#a': 'status', '#b': 'a.b', '#c': 'size' })
    expect(placeholders.values()).toEqual({})
  })
})

describe('printKeyCondition', () => {
  const partition = { name: 'p', type: 'S', value: 'x' } as const
  const sortKey = { name: 's', type: 'S' } as const

  it('names the partition', () => {
    expect(printKeyCondition({ partition }, new Placeholders())).toBe('#a=:a')
  })

  it.each([
    [{ op: '>=', value: 'a' }, '#b>=:b'],
    [{ op: 'between', low: 'a', high: 'b' }, '#b BETWEEN :b AND :c'],
    [{ op: 'beginsWith', prefix: 'a' }, 'begins_with(#b,:b)'],
  ] as const)('and the sort key: %j', (condition, text) => {
    expect(printKeyCondition({ partition, sort: { ...sortKey, condition } }, new Placeholders())).toBe(
      `#a=:a AND ${text}`,
    )
  })
})
