import { z } from '@hono/zod-openapi'
import { codes } from '../errors.ts'

/** The one shape of every failure. */
const errorSchema = z
  .object({ code: z.enum(codes), message: z.string(), details: z.record(z.string(), z.unknown()) })
  .openapi('Error')

const stampSchema = z
  .object({
    at: z.iso.datetime(),
    by: z.object({ userId: z.string(), email: z.string(), displayName: z.string() }),
  })
  .openapi('Stamp')

/** What the store itself adds to an item. */
export const stamps = { created: stampSchema.optional(), modified: stampSchema.optional() }

const descriptions = {
  400: 'The request is malformed, or breaks a rule',
  403: 'Asked for by another name than localhost or 127.0.0.1',
  404: 'There is no such thing',
  409: 'It exists already, or was changed at the same time',
  413: 'The body is too large',
  422: 'A rule of the zoo forbids it',
  500: 'A fault of ours',
  503: 'Out of order for now',
}

/** A JSON answer. */
export function answer<T extends z.ZodType>(description: string, schema: T) {
  return { description, content: { 'application/json': { schema } } }
}

/** Every route may answer with these. */
const everywhere = [403, 500, 503] as const

/** The failures a route may answer with, those of every route among them. */
export function failures<Status extends keyof typeof descriptions>(...statuses: readonly Status[]) {
  const all = [...statuses, ...everywhere].map((status) => [status, answer(descriptions[status], errorSchema)])
  return Object.fromEntries(all) as {
    [S in Status | (typeof everywhere)[number]]: ReturnType<typeof answer<typeof errorSchema>>
  }
}

/** A required JSON body. */
export function body<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } }
}

/** A patch of an object: every member may be left out, and `null` removes one that need not be there. */
export function patchOf<S extends Readonly<Record<string, z.ZodType>>>(shape: S) {
  const members = Object.entries(shape).map(([name, schema]) => [name, patchMember(schema)])
  return z.strictObject(Object.fromEntries(members) as { -readonly [K in keyof S]: PatchMember<S[K]> })
}

type PatchMember<T> =
  T extends z.ZodOptional<infer Inner extends z.ZodType>
    ? z.ZodOptional<z.ZodNullable<Inner>>
    : T extends z.ZodDefault<infer Inner extends z.ZodType>
      ? z.ZodOptional<Inner>
      : T extends z.ZodType
        ? z.ZodOptional<T>
        : never

function patchMember(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return (schema.unwrap() as z.ZodType).nullish()
  return schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType).optional() : schema.optional()
}
