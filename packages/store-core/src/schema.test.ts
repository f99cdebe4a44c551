import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ValidationException } from './errors.ts'
import { parseFields, parseItem } from './schema.ts'
import { defineTable } from './table.ts'

const base = { name: 'users', partitionKey: 'id' } as const

async function refused(parsing: Promise<unknown>): Promise<ValidationException> {
  const error: unknown = await parsing.then(
    () => new Error('It was not refused'),
    (reason: unknown) => reason,
  )
  if (error instanceof ValidationException) return error
  throw error
}

/** A Standard Schema that complains in whatever form the specification allows. */
function complaining(...issues: readonly StandardSchemaV1.Issue[]): StandardSchemaV1 {
  return { '~standard': { version: 1, vendor: 'test', validate: () => ({ issues }) } }
}

describe('parseItem', () => {
  const table = defineTable({
    ...base,
    attributes: {
      id: z.string(),
      email: z.email().toLowerCase(),
      role: z.enum(['parent', 'student']).default('student'),
      age: z.int().optional(),
      tags: z.array(z.object({ name: z.string() })).optional(),
      taken: z
        .string()
        .refine(async (name) => name !== 'taken', 'is taken')
        .optional(),
    },
  })

  it('returns what the schemas return, defaults included', async () => {
    expect(await parseItem(table, { id: 'u', email: 'A@B.ORG', age: undefined })).toEqual({
      id: 'u',
      email: 'a@b.org',
      role: 'student',
    })
  })

  it('waits for an asynchronous schema', async () => {
    expect(await parseItem(table, { id: 'u', email: 'a@b.org', taken: 'free' })).toHaveProperty('taken', 'free')
    const error = await refused(parseItem(table, { id: 'u', email: 'a@b.org', taken: 'taken' }))
    expect(error.issues).toEqual([{ path: ['taken'], message: 'is taken' }])
  })

  it('names every fault with its path', async () => {
    const error = await refused(
      parseItem(table, { email: 'x', tags: [{ name: 'a' }, { name: 5 }], other: 1, role: 'x' }),
    )
    expect(error.issues.map(({ path }) => path)).toEqual([['other'], ['id'], ['email'], ['role'], ['tags', 1, 'name']])
    expect(error.message).toMatch('The item does not match the schema: other: Unknown attribute; id: ')
    expect(error.message).toMatch('tags.1.name: ')
    expect(error.table).toBe('users')
  })

  it('lets an unknown attribute pass that is undefined', async () => {
    expect(await parseItem(table, { id: 'u', email: 'a@b.org', other: undefined })).not.toHaveProperty('other')
  })

  it('takes every object for data, whatever it inherits', async () => {
    const odd = defineTable({ ...base, attributes: { id: z.string(), constructor: z.string().optional() } })
    expect(await parseItem(odd, { id: 'u' })).toEqual({ id: 'u' })
    expect((await refused(parseItem(odd, { id: 'u', toString: 'x' }))).issues).toHaveLength(1)
  })

  it('checks the whole item after its attributes', async () => {
    const schema = z
      .object({ id: z.string(), from: z.number(), to: z.number() })
      .refine(({ from, to }) => from <= to, { message: 'ends before it begins', path: ['to'] })
    const whole = defineTable({ ...base, schema })
    expect(await parseItem(whole, { id: 'u', from: 1, to: 2, other: 3 })).toEqual({ id: 'u', from: 1, to: 2 })
    expect((await refused(parseItem(whole, { id: 'u', from: 2, to: 1 }))).issues).toEqual([
      { path: ['to'], message: 'ends before it begins' },
    ])
    const both = defineTable({
      ...base,
      schema,
      attributes: { id: z.string(), from: z.coerce.number(), to: z.coerce.number() },
    })
    expect(await parseItem(both, { id: 'u', from: '1', to: '2' })).toEqual({ id: 'u', from: 1, to: 2 })
  })

  it('leaves an item alone where there is no schema', async () => {
    const fields = { id: 'u', any: ['thing'] }
    expect(await parseItem(defineTable(base), fields)).toBe(fields)
  })

  it('reads paths of segments, numbers and symbols', async () => {
    const attributes = {
      a: complaining(
        { message: 'in a segment', path: [{ key: 'b' }, { key: 0 }, 'c', 1] },
        { message: 'at a symbol', path: [Symbol('s')] },
        { message: 'at all' },
      ),
    }
    const error = await refused(parseItem(defineTable({ ...base, attributes }), { a: 1 }))
    expect(error.issues).toEqual([
      { path: ['a', 'b', 0, 'c', 1], message: 'in a segment' },
      { path: ['a', 'Symbol(s)'], message: 'at a symbol' },
      { path: ['a'], message: 'at all' },
    ])
    const whole = await refused(parseItem(defineTable({ ...base, schema: complaining({ message: 'wrong' }) }), {}))
    expect(whole.issues).toEqual([{ path: [], message: 'wrong' }])
    expect(whole.message).toMatch('item: wrong')
  })
})

describe('parseFields', () => {
  const table = defineTable({
    ...base,
    attributes: { id: z.string(), role: z.string().default('student'), age: z.int() },
  })

  it('checks what is given only', async () => {
    expect(await parseFields(table, { age: 5 })).toEqual({ age: 5 })
    expect((await refused(parseFields(table, { age: 'x', other: 1 }))).issues.map(({ path }) => path)).toEqual([
      ['other'],
      ['age'],
    ])
  })

  it('leaves fields alone where there is no schema', async () => {
    expect(await parseFields(defineTable(base), { any: 1 })).toEqual({ any: 1 })
  })
})
