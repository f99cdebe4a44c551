import type { AttributeSchemas } from '@cmz/store-core'

type Schema = AttributeSchemas[string]
type Result = { readonly value: unknown } | { readonly issues: readonly { message: string; path?: PropertyKey[] }[] }

/** A Standard Schema made of one function, so that the suite needs no schema library. */
export function schema(validate: (value: unknown) => Result | Promise<Result>): Schema {
  return { '~standard': { version: 1, vendor: 'store-conformance', validate } }
}

const fault = (message: string, ...path: PropertyKey[]): Result => ({ issues: [{ message, path }] })

export const text: Schema = schema((value) => (typeof value === 'string' ? { value } : fault('must be text')))

export const trimmed: Schema = schema((value) =>
  typeof value === 'string' ? { value: value.trim() } : fault('must be text'),
)

export const count: Schema = schema(async (value) =>
  typeof value === 'number' && value >= 0 ? { value } : fault('must not be negative'),
)

export const optional = (inner: Schema): Schema =>
  schema((value) => (value === undefined ? { value } : (inner['~standard'].validate(value) as Result)))

export const withDefault = (fallback: unknown): Schema => schema((value) => ({ value: value ?? fallback }))

/** A list of texts; a complaint names the position. */
export const texts: Schema = schema((value) => {
  if (!Array.isArray(value)) return fault('must be a list')
  const wrong = value.findIndex((each) => typeof each !== 'string')
  return wrong === -1 ? { value } : fault('must be text', wrong)
})
