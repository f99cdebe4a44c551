import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import type { NumberValue } from './decimal.ts'
import type { Fields, KeyOf, NewItem, OwnAttributes, Stored, TableShape, WholeItem } from './shape.ts'
import type { Stamp } from './stamp.ts'
import { defineTable, type Table } from './table.ts'
import type { Item, Value } from './value.ts'

const users = defineTable({
  name: 'users',
  partitionKey: 'userId',
  indexes: { byFamily: { partitionKey: 'familyId' }, byEmail: { partitionKey: 'email', sortKey: 'age' } },
  attributes: {
    userId: z.string(),
    email: z.string(),
    role: z.enum(['parent', 'student']).default('student'),
    familyId: z.string().optional(),
    nickname: z.string().nullish(),
    born: z.string().transform((text) => text.length),
  },
})
const readings = defineTable({
  name: 'readings',
  partitionKey: 'sensor',
  sortKey: { name: 'at', type: 'N' },
  attributes: { sensor: z.string(), at: z.number(), value: z.number() },
})
const animals = defineTable({
  name: 'animals',
  partitionKey: 'id',
  schema: z.discriminatedUnion('kind', [
    z.object({ id: z.string(), kind: z.literal('bird'), wings: z.number() }),
    z.object({ id: z.string(), kind: z.literal('fish'), fins: z.number().optional() }),
  ]),
})
const open = defineTable({ name: 'open', partitionKey: 'id', sortKey: 's' })

type ShapeIn<T> = T extends Table<infer S> ? S : never
type Users = ShapeIn<typeof users>
type Readings = ShapeIn<typeof readings>
type Animals = ShapeIn<typeof animals>
type Open = ShapeIn<typeof open>

/** Compiles only where the value is of the type. */
function accept<T>(values: readonly NoInfer<T>[]): number {
  return values.length
}

describe('an item of a table with attribute schemas', () => {
  it('has the types of the schemas, absent attributes being optional', () => {
    expectTypeOf<Users['item']>().toEqualTypeOf<{
      userId: string
      email: string
      role: 'parent' | 'student'
      familyId?: string
      nickname?: string | null
      born: number
    }>()
    expectTypeOf<Stored<Users>['created']>().toEqualTypeOf<Stamp | undefined>()
    expectTypeOf<Stored<Users>>().toExtend<OwnAttributes>()
  })

  it('is created without its id, defaults, and absent attributes', () => {
    const count = accept<NewItem<Users>>([
      { email: 'a@b.org', born: '2000' },
      { userId: 'u', email: 'a@b.org', born: '2000', role: 'parent', familyId: 'f', nickname: null },
      { userId: undefined, email: 'a@b.org', born: '2000', familyId: undefined, nickname: undefined },
      // @ts-expect-error the e-mail address is missing
      { born: '2000' },
      // @ts-expect-error no such role
      { email: 'a@b.org', born: '2000', role: 'teacher' },
      // @ts-expect-error the schema takes a text
      { email: 'a@b.org', born: 2000 },
      // @ts-expect-error no such attribute
      { email: 'a@b.org', born: '2000', shoeSize: 40 },
      // @ts-expect-error stamps are the store's
      { email: 'a@b.org', born: '2000', created: '2026' },
    ])
    expect(count).toBe(8)
  })

  it('is put whole, its stamps included', () => {
    const count = accept<WholeItem<Users>>([
      { userId: 'u', email: 'a@b.org', born: '2000', softDelete: true },
      // @ts-expect-error the key is missing
      { email: 'a@b.org', born: '2000' },
      // @ts-expect-error the flag is true or false
      { userId: 'u', email: 'a@b.org', born: '2000', softDelete: 'yes' },
    ])
    expect(count).toBe(3)
    const read = { sensor: 's', at: 1, value: 2 } as Stored<Readings>
    expect(accept<WholeItem<Readings>>([read])).toBe(1)
  })

  it('is updated in parts, undefined meaning left alone', () => {
    const count = accept<Fields<Users>>([
      {},
      { role: 'parent' },
      { role: undefined, nickname: null, userId: 'u' },
      // @ts-expect-error no such role
      { role: 'teacher' },
      // @ts-expect-error no such attribute
      { shoeSize: 40 },
    ])
    expect(count).toBe(5)
  })

  it('has the names of its indexes', () => {
    expectTypeOf<Users['index']>().toEqualTypeOf<'byFamily' | 'byEmail'>()
    expectTypeOf<Readings['index']>().toEqualTypeOf<never>()
  })
})

describe('a key', () => {
  it('is a value or an object where there is no sort key', () => {
    expectTypeOf<KeyOf<Users>>().toEqualTypeOf<string | { readonly userId: string }>()
    const count = accept<KeyOf<Users>>([
      'u',
      { userId: 'u' },
      // @ts-expect-error the key is a text
      5,
      // @ts-expect-error no such key
      { id: 'u' },
    ])
    expect(count).toBe(4)
  })

  it('is an object of both attributes where there is one', () => {
    expectTypeOf<KeyOf<Readings>>().toEqualTypeOf<{ readonly sensor: string; readonly at: number }>()
    const count = accept<KeyOf<Readings>>([
      { sensor: 's', at: 1 },
      // @ts-expect-error a value is not enough
      's',
      // @ts-expect-error the sort key is missing
      { sensor: 's' },
      // @ts-expect-error the sort key is a number
      { sensor: 's', at: '1' },
    ])
    expect(count).toBe(4)
  })
})

describe('an item of several kinds', () => {
  it('keeps the attributes of each kind', () => {
    const count = accept<NewItem<Animals>>([
      { kind: 'bird', wings: 2 },
      { kind: 'fish', fins: 3, id: 'x' },
      { kind: 'fish' },
      // @ts-expect-error birds have wings
      { kind: 'bird' },
      // @ts-expect-error fish have none
      { kind: 'fish', wings: 2 },
    ])
    expect(count).toBe(5)
    expect(accept<Fields<Animals>>([{ wings: 3 }, { fins: 1 }])).toBe(2)
    expectTypeOf<KeyOf<Animals>>().toEqualTypeOf<string | { readonly id: string }>()
  })
})

describe('an item of a table without schemas', () => {
  it('may hold anything that DynamoDB can', () => {
    expectTypeOf<Open['item']>().toEqualTypeOf<Item>()
    expectTypeOf<KeyOf<Open>>().toEqualTypeOf<{ readonly id: Value; readonly s: Value }>()
    expect(
      accept<NewItem<Open>>([
        { s: 'x', any: [1n, new Set(['a'])] },
        { id: 'a', s: 'x', m: { deep: null } },
      ]),
    ).toBe(2)
    // @ts-expect-error a Date is none of DynamoDB's values
    expect(accept<NewItem<Open>>([{ s: 'x', at: new Date(0) }])).toBe(1)
  })

  it('takes every kind of number', () => {
    expectTypeOf<NumberValue>().toExtend<Value>()
    expect(accept<TableShape>([{ item: {}, input: {}, partitionKey: 'id', sortKey: '', index: '' }])).toBe(1)
  })
})
