import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Condition, Operand } from './condition.ts'
import { Decimal } from './decimal.ts'
import { ValidationException } from './errors.ts'
import type { Item, Value } from './value.ts'
import { and, type Attributes, buildCondition, not, or, type Where } from './where.ts'

const build = (where: Where<Record<string, Value>>): Condition => buildCondition(where, 'things')
const a: Operand = { path: ['a'] }
const odd: string = 'constructor' // every object has one

describe('buildCondition', () => {
  it.each<[string, Where<Record<string, Value>>, Condition]>([
    ['eq', (item) => item['a']!.eq('x'), { op: '=', left: a, right: { value: 'x' } }],
    ['eq null', (item) => item['a']!.eq(null), { op: '=', left: a, right: { value: null } }],
    ['ne', (item) => item['a']!.ne([1n]), { op: '<>', left: a, right: { value: [1] } }],
    ['lt', (item) => item['a']!.lt(5), { op: '<', left: a, right: { value: 5 } }],
    ['le', (item) => item['a']!.le('x'), { op: '<=', left: a, right: { value: 'x' } }],
    ['gt', (item) => item['a']!.gt(new Decimal('0.5')), { op: '>', left: a, right: { value: 0.5 } }],
    ['ge', (item) => item['a']!.ge(new Uint8Array([1])), { op: '>=', left: a, right: { value: new Uint8Array([1]) } }],
    ['between', (item) => item['a']!.between(1, 1n), { op: 'between', of: a, low: { value: 1 }, high: { value: 1 } }],
    ['in', (item) => item['a']!.in('x', 5), { op: 'in', of: a, among: [{ value: 'x' }, { value: 5 }] }],
    ['exists', (item) => item['a']!.exists(), { op: 'exists', path: ['a'] }],
    ['notExists', (item) => item['a']!.notExists(), { op: 'notExists', path: ['a'] }],
    ['beginsWith', (item) => item['a']!.beginsWith(''), { op: 'beginsWith', of: a, prefix: { value: '' } }],
    ['contains', (item) => item['a']!.contains(true), { op: 'contains', of: a, part: { value: true } }],
    ['a member', (item) => item['a']!['b']!.element(0).exists(), { op: 'exists', path: ['a', 'b', 0] }],
    ['odd names', (item) => item['toString']![odd]!.exists(), { op: 'exists', path: ['toString', 'constructor'] }],
    [
      'and, or, not',
      (item) => and(item['a']!.exists(), or(item['b']!.exists(), not(item['c']!.exists()))),
      {
        op: 'and',
        all: [
          { op: 'exists', path: ['a'] },
          {
            op: 'or',
            all: [
              { op: 'exists', path: ['b'] },
              { op: 'not', of: { op: 'exists', path: ['c'] } },
            ],
          },
        ],
      },
    ],
  ])('%s', (_what, where, condition) => {
    expect(build(where)).toEqual(condition)
  })

  it('takes copies of the operands', () => {
    const list = [1]
    const condition = build((item) => item['a']!.eq(list))
    list.push(2)
    expect(condition).toEqual({ op: '=', left: a, right: { value: [1] } })
  })

  it.each<[string, (attribute: Attributes<Item>[string]) => unknown, string]>([
    ['eq undefined', (x) => x.eq(undefined as never), 'not undefined: attribute a'],
    ['eq a Date', (x) => x.eq(new Date(0) as never), 'not a Date'],
    ['eq an empty set', (x) => x.eq(new Set<string>()), 'may not be empty'],
    ['lt a boolean (rule 4.6)', (x) => x.lt(true as never), 'operator or function: <, operand type: BOOL'],
    ['ge null', (x) => x.ge(null as never), 'operator or function: >=, operand type: NULL'],
    ['between lists', (x) => x.between([] as never, [] as never), 'operator or function: BETWEEN, operand type: L'],
    ['between two types (rule 4.7)', (x) => x.between(1, 'x'), 'same data type for lower and upper bounds'],
    ['between 2 and 1 (rule 4.7)', (x) => x.between(2, 1), 'upper bound to be greater than or equal to lower bound'],
    ['in nothing (rule 4.8)', (x) => (x.in as () => Condition)(), 'number of operands: 0'],
    ['in 101', (x) => x.in(0, ...Array.from({ length: 100 }, (_, i) => i)), 'number of operands: 101'],
    ['beginsWith 5 (rule 4.12)', (x) => x.beginsWith(5 as never), 'begins_with, operand type: N'],
    ['contains undefined', (x) => x.contains(undefined as never), 'not undefined'],
  ])('refuses %s', (_what, ask, message) => {
    const where = (item: Attributes<Item>): Condition => ask(item['a']!) as Condition
    expect(() => buildCondition(where, 'things')).toThrow(ValidationException)
    expect(() => buildCondition(where, 'things')).toThrow(message)
    expect(() => buildCondition(where, 'things')).toThrow('(table things)')
  })

  it('takes 100 operands of in', () => {
    expect(() => build((item) => item['a']!.in(0, ...Array.from({ length: 99 }, (_, i) => i)))).not.toThrow()
  })

  it.each<[string, unknown]>([
    ['no function', { role: 'student' }],
    ['null', null],
    ['a builder that returns nothing', () => {}],
    ['a builder that returns an attribute', (item: Attributes<Item>) => item['a']],
    ['a builder that returns true', () => true],
    ['an asynchronous builder', async (item: Attributes<Item>) => item['a']!.exists()],
    ['an unknown operator', () => ({ op: 'like', path: ['a'] })],
    ['and of nothing', () => (and as () => Condition)()],
    ['and with nothing', (item: Attributes<Item>) => and(item['a']!.exists(), undefined as never)],
    ['not of nothing', () => not(undefined as never)],
  ])('refuses %s', (_what, where) => {
    expect(() => build(where as Where<Record<string, Value>>)).toThrow(ValidationException)
    expect(() => build(where as Where<Record<string, Value>>)).toThrow('A condition is a function that returns one')
  })
})

interface User {
  userId: string
  role?: 'parent' | 'student' | undefined
  nickname?: string | null
  age: number
  big: bigint
  level: 1 | 2
  active?: boolean
  tags: Set<string>
  scores: ReadonlySet<number>
  friends?: { name: string; visits?: number }[]
  address?: { city: string; geo?: { lat: number } | null }
  photo: Uint8Array
  either: string | number
  extras: unknown
  free: Record<string, unknown>
  anything: Value
}

describe('Where', () => {
  const ask = (where: Where<User>): Condition => buildCondition(where, 'users')

  it('takes operands of the type of the attribute', () => {
    const conditions = [
      ask(({ role }) => role.eq('parent')),
      ask(({ role }) => role.in('parent', 'student')),
      ask(({ role }) => role.beginsWith('par')),
      ask(({ role, age }) => and(role.ne('student'), age.gt(30))),
      ask(({ nickname }) => or(nickname.eq(null), nickname.beginsWith('A'), nickname.lt('b'))),
      ask(({ age }) => age.between(3, 5n)),
      ask(({ big }) => big.eq(5)),
      ask(({ level }) => level.eq(2)),
      ask(({ active }) => active.eq(true)),
      ask(({ tags }) => and(tags.contains('x'), tags.eq(new Set(['x'])))),
      ask(({ scores }) => scores.contains(5n)),
      ask(({ friends }) => friends.element(0).name.eq('Ada')),
      ask(({ friends }) => friends.contains({ name: 'Ada' })),
      ask(({ friends }) => friends.element(0).visits.lt(3)),
      ask(({ address }) => address.city.eq('Seattle')),
      ask(({ address }) => address.geo.lat.ge(47.5)),
      ask(({ address }) => address.geo.eq(null)),
      ask(({ photo }) => photo.beginsWith(new Uint8Array([1]))),
      ask(({ either }) => or(either.eq('x'), either.eq(1), either.gt(1), either.beginsWith('x'))),
      ask(({ extras }) => extras['deep']!['er']!.eq(1)),
      ask(({ free }) => free['x']!.contains('y')),
      ask(({ anything }) => or(anything.eq(null), anything.between(1, 2))),
    ]
    expect(conditions.every((condition) => typeof condition.op === 'string')).toBe(true)
  })

  it('does not compile with another attribute or operand', () => {
    const wrong: Where<User>[] = [
      // @ts-expect-error no such attribute
      ({ rol }) => rol.eq('parent'),
      // @ts-expect-error no such role
      ({ role }) => role.eq('teacher'),
      // @ts-expect-error no such role among them
      ({ role }) => role.in('parent', 'teacher'),
      // @ts-expect-error in needs an operand
      ({ role }) => role.in(),
      // @ts-expect-error text for a number
      ({ age }) => age.gt('30'),
      // @ts-expect-error numbers have no prefix
      ({ age }) => age.beginsWith('3'),
      // @ts-expect-error numbers contain nothing
      ({ age }) => age.contains(3),
      // @ts-expect-error the age is never null
      ({ age }) => age.eq(null),
      // @ts-expect-error booleans have no order
      ({ active }) => active.lt(true),
      // @ts-expect-error a set of texts has no number
      ({ tags }) => tags.contains(5),
      // @ts-expect-error sets have no order
      ({ tags }) => tags.lt(new Set(['x'])),
      // @ts-expect-error no such member
      ({ address }) => address.country.eq('US'),
      // @ts-expect-error a nested number
      ({ address }) => address.geo.lat.eq('47'),
      // @ts-expect-error undefined is nothing to compare with
      ({ nickname }) => nickname.eq(undefined),
    ]
    // @ts-expect-error an attribute is no condition
    const none: Where<User> = ({ active }) => active
    expect([...wrong, none]).toHaveLength(15)
    expectTypeOf<Where<User>>().returns.toEqualTypeOf<Condition>()
  })
})

describe('names and positions', () => {
  it('tell a member with a name of digits, or of an operator, from a position', () => {
    expect(build((item) => item['a']!['2024']!.exists())).toEqual({ op: 'exists', path: ['a', '2024'] })
    expect(build((item) => item['a']!.element(7).exists())).toEqual({ op: 'exists', path: ['a', 7] })
    expect(build((item) => item['a']!.member('in').member('element').exists())).toEqual({
      op: 'exists',
      path: ['a', 'in', 'element'],
    })
  })

  it.each<[string, Where<Record<string, Value>>]>([
    ['half a surrogate pair', (item) => item['\ud800']!.exists()],
    ['an empty name', (item) => item['a']!['']!.exists()],
    ['a position before the first', (item) => item['a']!.element(-1).exists()],
    ['half a position', (item) => item['a']!.element(0.5).exists()],
  ])('refuse %s', (_what, where) => {
    expect(() => build(where)).toThrow(ValidationException)
  })
})
