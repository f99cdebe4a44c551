import { randomUUID } from 'node:crypto'
import { type Actor, systemActor } from '@cmz/store'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { Problem } from './errors.ts'
import type { Logger } from './logger.ts'
import type { Zoo } from './zoo.ts'

/** What every handler finds in its context. */
export interface Env {
  Variables: {
    readonly requestId: string
    /** Names the request id on every line. */
    readonly logger: Logger
    /** Acts for the actor of the request. */
    readonly zoo: Zoo
  }
}

export type App = OpenAPIHono<Env>

const wellFormed = /^[\w.-]{1,128}$/

/** Gives each request an id (a well-formed X-Request-Id is kept), a logger and the zoo, and logs its answer. */
export function prepareRequest(logger: Logger, zooFor: (actor: Actor) => Zoo): MiddlewareHandler<Env> {
  return async (c, next) => {
    const started = performance.now()
    const given = c.req.header('X-Request-Id')
    const requestId = given !== undefined && wellFormed.test(given) ? given : randomUUID()
    c.set('requestId', requestId)
    c.set('logger', logger.child({ requestId }))
    c.set('zoo', zooFor(actorOf(c)))
    await next()
    c.res.headers.set('X-Request-Id', requestId)
    const { method, path } = c.req
    c.var.logger.info({ method, path, status: c.res.status, ms: Math.round(performance.now() - started) }, 'answered')
  }
}

const localNames = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Without sign-in, a web page of elsewhere must not get in by pointing its own host name at this machine. */
export const localOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (!localNames.has(new URL(c.req.url).hostname)) {
    throw new Problem(403, 'forbidden', 'There is no sign-in yet: ask for localhost or 127.0.0.1, on this machine')
  }
  await next()
}

/** Who acts in a request. There is no sign-in yet, so everybody is the system. */
function actorOf(_context: Context<Env>): Actor {
  return systemActor
}
