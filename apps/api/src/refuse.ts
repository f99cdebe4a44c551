import { randomUUID } from 'node:crypto'
import type { Hook } from '@hono/zod-openapi'
import type { Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { badBody, checkLossless, isJson } from './body.ts'
import { invalid, notFound, Problem, toProblem } from './errors.ts'
import type { Logger } from './logger.ts'
import type { Env } from './request.ts'

/** With these the framework refuses a body: malformed, and of another type. */
const bodyFaults = new Set<number>([400, 415])

/** Answers every thrown error in the one shape; what is our fault is logged as an error. */
export async function answerError(thrown: unknown, c: Context<Env>): Promise<Response> {
  const error = thrown instanceof HTTPException && bodyFaults.has(thrown.status) ? await badBody(c) : thrown
  const problem = toProblem(error)
  if (problem.status >= 500) c.var.logger.error({ err: error }, problem.message)
  if (problem.status === 503) c.header('Retry-After', '1')
  const { code, message, details, status } = problem
  return c.json({ code, message, details }, status)
}

/** Answers a request that is too malformed for a URL: no valid Host, or `OPTIONS *`. */
export function answerMalformed(logger: Logger): Response {
  const requestId = randomUUID()
  const message = 'The request needs a valid Host header and a path'
  logger.info({ requestId, status: 400 }, message)
  const headers = { 'X-Request-Id': requestId, Connection: 'close' }
  return Response.json({ code: 'validation_error', message, details: {} }, { status: 400, headers })
}

/** Refuses a request that does not match its route's schemas. A malformed id in the path is the id of nothing. */
export const checkRequest: Hook<unknown, Env, string, Promise<void>> = async (result, c) => {
  if (result.target === 'json') {
    if (!isJson(c)) throw await badBody(c)
    checkLossless(await c.req.text())
  }
  if (result.success) return
  if (result.target === 'param') throw notFound('such thing as', c.req.path)
  const issues = result.error.issues.flatMap((issue) => {
    const path = issue.path.map(String)
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
    return issue.keys.map((key) => ({ path: [...path, key], message: 'Unknown attribute' }))
  })
  throw invalid(issues)
}

/** 404 for an unknown path; 405 where the path is known with other methods. */
export function answerUnknown(app: Hono<Env>): (c: Context<Env>) => Promise<Response> {
  return async (c) => {
    const { method, path } = c.req
    const allowed = app.routes.filter((route) => route.method !== 'ALL' && pattern(route.path).test(path))
    if (allowed.length === 0) return answerError(new Problem(404, 'not_found', `There is no ${path}`, { path }), c)
    const methods = [...new Set(allowed.map((route) => route.method))]
    c.header('Allow', methods.join(', '))
    const message = `${path} does not take ${method}; it takes ${methods.join(', ')}`
    return answerError(new Problem(405, 'not_implemented', message, { method, allowed: methods }), c)
  }
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/:[^/]+/g, '[^/]+')}$`)
}
