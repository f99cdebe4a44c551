import { Decimal, type Issue } from '@cmz/store'
import type { Context, MiddlewareHandler } from 'hono'
import { invalid, Problem } from './errors.ts'
import type { Env } from './request.ts'

/** The largest body, in bytes: well below the 400 KB of an item. */
const maxBody = 256 * 1024

/** Of a body that is too large, this much is let in: a client that cannot send on does not read the answer. */
const patience = 16 * 1024 * 1024

/**
 * Reads the body of every request, also where no route wants it: what nobody read would be taken for the start of the
 * next request of the connection. 413 beyond `maxBody`; 400 if the client gives up.
 */
export const readBody: MiddlewareHandler<Env> = async (c, next) => {
  const { body } = c.req.raw
  if (body === null) return next()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    // cancelling would close the connection before the answer
    for await (const chunk of body.values({ preventCancel: true })) {
      size += chunk.length
      if (size <= maxBody) chunks.push(chunk)
      if (size > patience) break
    }
  } catch (error) {
    throw new Problem(400, 'validation_error', 'The body broke off', {}, error)
  }
  if (size > maxBody) {
    c.header('Connection', 'close')
    throw new Problem(413, 'validation_error', `A body has at most ${maxBody} bytes`)
  }
  const { method, headers } = c.req.raw
  c.req.raw = new Request(c.req.url, { method, headers, body: Buffer.concat(chunks) })
  return next()
}

/** True if the request says that its body is JSON. */
export function isJson(c: Context): boolean {
  return /^application\/json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')
}

/** Why a body cannot be read as JSON. */
export async function badBody(c: Context): Promise<Problem> {
  if ((await c.req.text()).trim() === '') return new Problem(400, 'missing_body', 'This request needs a JSON body')
  const reason = isJson(c) ? 'The body is not valid JSON' : 'Send the body as Content-Type: application/json'
  return new Problem(400, 'validation_error', reason)
}

/** What the types of the language leave out: the text that a number was read from. */
const parse = JSON.parse as (
  text: string,
  reviver: (name: string, value: unknown, context: { readonly source: string }) => unknown,
) => unknown

/** 400 for what would be lost silently between the JSON text and the stored item: digits of a number, and `__proto__`. */
export function checkLossless(text: string): void {
  const issues: Issue[] = []
  parse(text, (name, value, { source }) => {
    if (name === '__proto__') issues.push({ path: [name], message: 'An attribute cannot be called __proto__' })
    if (typeof value === 'number' && !isExact(value, source)) {
      issues.push({ path: [name], message: `${source} is beyond double precision: send it as text` })
    }
    return value
  })
  if (issues.length > 0) throw invalid(issues)
}

function isExact(value: number, source: string): boolean {
  return Number.isFinite(value) && new Decimal(source).text === new Decimal(value).text
}
