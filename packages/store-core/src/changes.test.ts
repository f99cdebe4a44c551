import { describe, expect, expectTypeOf, it } from 'vitest'
import { buildUpdate, type Changeables, type Changes } from './changes.ts'
import { Decimal } from './decimal.ts'
import { ValidationException } from './errors.ts'
import type { UpdateAction } from './update.ts'
import type { Item } from './value.ts'

interface Lion {
  readonly id: string
  readonly name: string
  readonly legs: number
  readonly tags?: Set<string>
  readonly meals: readonly { readonly at: string; readonly kilos: number }[]
  readonly keeper?: { readonly name: string; readonly visits?: number }
  readonly size: number
}

const build = (changes: Changes<Lion>): readonly UpdateAction[] => buildUpdate(changes, 'lions')
const refused = (changes: unknown, message: string): void => {
  expect(() => buildUpdate(changes as Changes<Item>, 'lions')).toThrow(ValidationException)
  expect(() => buildUpdate(changes as Changes<Item>, 'lions')).toThrow(message)
  expect(() => buildUpdate(changes as Changes<Item>, 'lions')).toThrow('(table lions)')
}

describe('an update is said by', () => {
  it.each<[string, Changes<Lion>, UpdateAction]>([
    ['set', ({ name }) => [name.set('Leo')], { op: 'set', path: ['name'], to: { value: 'Leo' } }],
    [
      'set to another attribute',
      ({ legs, size }) => [legs.set(size)],
      { op: 'set', path: ['legs'], to: { path: ['size'] } },
    ],
    ['remove', ({ tags }) => [tags.remove()], { op: 'remove', path: ['tags'] }],
    ['increment', ({ legs }) => [legs.increment()], { op: 'add', path: ['legs'], value: 1 }],
    ['increment by', ({ legs }) => [legs.increment(new Decimal('0.5'))], { op: 'add', path: ['legs'], value: 0.5 }],
    ['decrement', ({ legs }) => [legs.decrement()], { op: 'add', path: ['legs'], value: -1 }],
    ['decrement by', ({ legs }) => [legs.decrement(2)], { op: 'add', path: ['legs'], value: -2 }],
    ['add', ({ tags }) => [tags.add('b', 'a')], { op: 'add', path: ['tags'], value: new Set(['a', 'b']) }],
    ['delete', ({ tags }) => [tags.delete('a')], { op: 'delete', path: ['tags'], value: new Set(['a']) }],
    [
      'setIfNotExists',
      ({ legs }) => [legs.setIfNotExists(4)],
      { op: 'set', path: ['legs'], to: { op: 'ifNotExists', path: ['legs'], otherwise: { value: 4 } } },
    ],
    [
      'ifNotExists and plus',
      ({ legs, size }) => [legs.set(legs.ifNotExists(size).plus(1))],
      {
        op: 'set',
        path: ['legs'],
        to: {
          op: '+',
          left: { op: 'ifNotExists', path: ['legs'], otherwise: { path: ['size'] } },
          right: { value: 1 },
        },
      },
    ],
    [
      'minus',
      ({ legs, size }) => [size.set(legs.minus(size))],
      { op: 'set', path: ['size'], to: { op: '-', left: { path: ['legs'] }, right: { path: ['size'] } } },
    ],
    [
      'append',
      ({ meals }) => [meals.append({ at: 'noon', kilos: 3 })],
      {
        op: 'set',
        path: ['meals'],
        to: {
          op: 'listAppend',
          first: { op: 'ifNotExists', path: ['meals'], otherwise: { value: [] } },
          second: { value: [{ at: 'noon', kilos: 3 }] },
        },
      },
    ],
    [
      'prepend',
      ({ meals }) => [meals.prepend({ at: 'noon', kilos: 3 })],
      {
        op: 'set',
        path: ['meals'],
        to: {
          op: 'listAppend',
          first: { value: [{ at: 'noon', kilos: 3 }] },
          second: { op: 'ifNotExists', path: ['meals'], otherwise: { value: [] } },
        },
      },
    ],
    [
      'concat',
      ({ meals }) => [meals.set(meals.concat(meals))],
      { op: 'set', path: ['meals'], to: { op: 'listAppend', first: { path: ['meals'] }, second: { path: ['meals'] } } },
    ],
    [
      'concat with a list',
      ({ meals }) => [meals.set(meals.concat([{ at: 'noon', kilos: 3 }]))],
      {
        op: 'set',
        path: ['meals'],
        to: { op: 'listAppend', first: { path: ['meals'] }, second: { value: [{ at: 'noon', kilos: 3 }] } },
      },
    ],
    [
      'plus and ifNotExists',
      ({ legs, size }) => [legs.set(legs.plus(size.ifNotExists(2)))],
      {
        op: 'set',
        path: ['legs'],
        to: {
          op: '+',
          left: { path: ['legs'] },
          right: { op: 'ifNotExists', path: ['size'], otherwise: { value: 2 } },
        },
      },
    ],
    [
      'an element, and a member',
      ({ meals }) => [meals.element(0).kilos.set(4)],
      { op: 'set', path: ['meals', 0, 'kilos'], to: { value: 4 } },
    ],
    [
      'a member that is called like an operation',
      ({ keeper }) => [keeper.member('name').set('Ada')],
      { op: 'set', path: ['keeper', 'name'], to: { value: 'Ada' } },
    ],
  ])('%s', (_what, changes, action) => {
    expect(build(changes)).toEqual([action])
  })

  it('copies of what is given, null among it', () => {
    const tags = ['a']
    const update = buildUpdate<Item>(({ a, b }) => [a!.set(tags), b!.set(null)], 'lions')
    tags.push('b')
    expect(update).toEqual([
      { op: 'set', path: ['a'], to: { value: ['a'] } },
      { op: 'set', path: ['b'], to: { value: null } },
    ])
  })

  it('a sum that is no part of another', () => {
    buildUpdate<Record<string, number>>(({ a }) => {
      expect(a!.ifNotExists(0)).toHaveProperty('plus')
      expect(a!.plus(1)).not.toHaveProperty('plus')
      return []
    }, 'lions')
  })

  it('several actions, and none', () => {
    expect(build(({ name, legs }) => [name.set('Leo'), legs.remove()])).toHaveLength(2)
    expect(build(() => [])).toEqual([])
  })
})

describe('an update is refused', () => {
  it('where it is none', () => {
    refused('name', 'An update is a function that returns a list of actions')
    refused(() => undefined, 'a function that returns undefined')
    refused(() => [{ op: 'set', path: ['a'], to: { value: 1 } }], 'a list that holds an object')
    refused(({ a }: Changeables<Item>) => [a], 'a list that holds')
  })

  it('where an operand cannot be what it should', () => {
    refused(({ a }: Changeables<Item>) => [a!.set(undefined as never)], 'attribute a')
    refused(({ a }: Changeables<Item>) => [a!['increment']('x' as never)], 'An increment is a number, not string')
    refused(({ a }: Changeables<Item>) => [a!['add']('x', 1)], 'members of a set')
    refused(({ a }: Changeables<Item>) => [a!.set(a!.ifNotExists(a!['plus'](1)))], 'can only be set as it is')
    refused(({ a }: Changeables<Item>) => [a!.set(a!['plus'](a!['minus'](1) as never))], 'can only be set as it is')
    refused(({ a }: Changeables<Item>) => [a!.setIfNotExists(a!['concat']([]))], 'can only be set as it is')
    refused(({ a }: Changeables<Item>) => [a!['decrement'](null as never)], 'An increment is a number, not null')
    refused(({ a }: Changeables<Item>) => [a!.element(-1).remove()], 'A position in a list')
    refused((item: Changeables<Item>) => [item['a']!.set(item)], 'plain object, not an object')
  })
})

it('a value may lie as deep as in an item (rule 1.19)', () => {
  const wrapped = (wraps: number): Item[string] => (wraps === 0 ? 'x' : [wrapped(wraps - 1)])
  const inside = (wraps: number) =>
    buildUpdate<Item>(({ a }) => [a!.element(0).member('b').set(wrapped(wraps))], 'lions')
  expect(inside(29)).toHaveLength(1)
  expect(() => inside(30)).toThrow('Nesting Levels have exceeded supported limits')
})

it('compiles only for attributes and values that the item has', () => {
  const neverRun: Changes<Lion> = ({ name, legs, tags, meals, keeper }) => [
    // @ts-expect-error -- a name is a string
    name.set(5),
    // @ts-expect-error -- text is not counted
    name.increment(),
    // @ts-expect-error -- a number has no members
    legs.add('x'),
    // @ts-expect-error -- the set is of strings
    tags.add(5),
    // @ts-expect-error -- a meal has kilos
    meals.append({ at: 'noon' }),
    // @ts-expect-error -- text and number differ
    legs.set(name),
    // @ts-expect-error -- a keeper has no legs
    keeper.legs.set(2),
    // @ts-expect-error -- visits are counted in numbers
    keeper.visits.increment('one'),
  ]
  expectTypeOf(neverRun).toBeFunction()
  expectTypeOf<keyof Changeables<Lion>>().toEqualTypeOf<keyof Lion>()
})

it('an attribute called __proto__ is refused, as in an item', () => {
  const named = '__proto__'
  const top = (item: never): [] => [(item as Record<string, { set(value: string): never }>)[named]!.set('x')] as never
  expect(() => buildUpdate(top as never, 'things')).toThrow(/cannot be called __proto__/)
})
