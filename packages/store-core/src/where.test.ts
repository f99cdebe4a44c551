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
    ['between a number and a list', (x) => x.between(1, [] as never), 'function: BETWEEN, operand type: L'],
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

  it('asks for every type there is, and no other', () => {
    for (const type of ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'] as const) {
      expect(build((item) => item['a']!.hasType(type))).toEqual({ op: 'type', path: ['a'], type })
    }
    for (const type of ['X', '', undefined]) {
      expect(() => build((item) => item['a']!['b']!.hasType(type as never))).toThrow(
        `Invalid condition on a.b: Invalid attribute type name found; type: ${type}, valid types: {S,N,B,BOOL,NULL,SS,NS,BS,L,M} (table things)`,
      )
    }
  })

  it.each<[string, Where<Record<string, Value>>, object]>([
    ['eq', (item) => item['a']!.size().eq(1), { op: '=', right: { value: 1 } }],
    ['ne', (item) => item['a']!.size().ne(1), { op: '<>', right: { value: 1 } }],
    ['lt', (item) => item['a']!.size().lt(1), { op: '<', right: { value: 1 } }],
    ['le', (item) => item['a']!.size().le(1), { op: '<=', right: { value: 1 } }],
    ['gt', (item) => item['a']!.size().gt(1), { op: '>', right: { value: 1 } }],
    ['ge', (item) => item['a']!.size().ge(1), { op: '>=', right: { value: 1 } }],
    ['an attribute', (item) => item['a']!.size().eq(item['a'] as never), { op: '=', right: a }],
    ['a size', (item) => item['a']!.size().lt(item['b']!.size()), { op: '<', right: { size: ['b'] } }],
  ])('compares a size with %s', (_what, where, condition) => {
    expect(build(where)).toEqual({ left: { size: ['a'] }, ...condition })
  })

  it('asks a size for more than one operand, and an attribute for a size', () => {
    const of = { size: ['a', 0] }
    expect(build((item) => item['a']!.element(0).size().between(1, 2))).toEqual({
      op: 'between',
      of,
      low: { value: 1 },
      high: { value: 2 },
    })
    expect(
      build((item) =>
        item['a']!.element(0)
          .size()
          .in(1, item['b'] as never),
      ),
    ).toEqual({
      op: 'in',
      of,
      among: [{ value: 1 }, { path: ['b'] }],
    })
    expect(build((item) => item['a']!.eq(item['b']!.size()))).toEqual({ op: '=', left: a, right: { size: ['b'] } })
  })

  it('compares attributes, whose order nobody knows yet', () => {
    expect(build((item) => item['a']!.lt(item['b'] as never))).toEqual({ op: '<', left: a, right: { path: ['b'] } })
    expect(build((item) => item['a']!.between(item['b'] as never, 'x'))).toMatchObject({ low: { path: ['b'] } })
    expect(build((item) => item['a']!.between('x', item['b'] as never))).toMatchObject({ high: { path: ['b'] } })
    expect(build((item) => item['a']!.element(0).eq(item['a']!['0']!))).toMatchObject({ right: { path: ['a', '0'] } })
  })

  it.each<[string, (item: Attributes<Record<string, Value>>) => Condition]>([
    ['itself', (item) => item['a']!.eq(item['a']!)],
    ['itself among others', (item) => item['a']!.in('x', item['a']!)],
    ['itself as a bound', (item) => item['a']!.between(1, item['a'] as never)],
    ['a part of itself', (item) => item['a']!.contains(item['a']!)],
  ])('refuses to compare an attribute with %s (rule 4.9)', (_what, where) => {
    const message = 'Invalid condition on a: The first operand must be distinct from the remaining operands'
    expect(() => build(where)).toThrow(message)
  })

  it('refuses to compare a size with itself (rule 4.9), and with what is no number', () => {
    expect(() => build((item) => item['a']!.size().eq(item['a']!.size()))).toThrow('The first operand must be distinct')
    expect(() => build((item) => item['a']!.size().lt(null as never))).toThrow('operand type: NULL')
  })

  it('says what a builder returned', () => {
    expect(() => build((() => 5) as never)).toThrow('got a function that returns number (table things)')
    expect(() => build('x' as never)).toThrow('got string (table things)')
  })

  it('takes one operand of in', () => {
    expect(build((item) => item['a']!.in('x'))).toEqual({ op: 'in', of: a, among: [{ value: 'x' }] })
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
    ['or with nothing', (item: Attributes<Item>) => or(item['a']!.exists(), undefined as never)],
    ['or of nothing', () => (or as () => Condition)()],
    ['a builder that returns null', () => null],
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

  it.each<[string, Where<Record<string, Value>>, string]>([
    ['half a surrogate pair', (item) => item['\ud800']!.exists(), 'A name is a text of well-formed Unicode'],
    ['an empty name', (item) => item['a']!['']!.exists(), 'A name is a text of well-formed Unicode, and not empty'],
    ['a name that is no text', (item) => item['a']!.member(5 as never).exists(), 'A name is a text'],
    ['a position before the first', (item) => item['a']!.element(-1).exists(), 'A position in a list is a whole'],
    ['half a position', (item) => item['a']!.element(0.5).exists(), 'A position in a list is a whole number from 0'],
    ['a text for a position', (item) => item['a']!.element('0' as never).exists(), 'from 0, not string (table things)'],
    ['an inner __proto__', (item) => item['a']!.member('__proto__').exists(), 'cannot be called __proto__'],
  ])('refuse %s', (_what, where, message) => {
    expect(() => build(where)).toThrow(ValidationException)
    expect(() => build(where)).toThrow(message)
    expect(() => build(where)).toThrow('(table things)')
  })

  it('have no symbols, so that JavaScript can look at an item and a place in it', () => {
    build((item) => {
      expect(Reflect.get(item, Symbol.toPrimitive)).toBeUndefined()
      expect(Reflect.get(item['a']!, Symbol.iterator)).toBeUndefined()
      return item['a']!.exists()
    })
  })
})
