import { createRoute, z } from '@hono/zod-openapi'
import { Problem } from '../errors.ts'
import type { App } from '../request.ts'
import { answer, failures } from './answers.ts'

const state = z.enum(['reachable', 'unreachable'])
type State = z.output<typeof state>

const healthSchema = z
  .object({ status: z.literal('ok'), mode: z.string(), tables: z.record(z.string(), state) })
  .openapi('SystemHealth')

const health = createRoute({
  method: 'get',
  path: '/system_health',
  tags: ['System'],
  summary: 'Whether every table can be read',
  responses: { 200: answer('All is well', healthSchema), ...failures() },
})

/** A table that does not answer within this time counts as unreachable. In milliseconds. */
const patience = 3000

/** The key of no item: to read it is enough. */
const probe = 'health-check'

/** `/system_health`: reads from every table; 503 with what is wrong if one cannot be read. */
export function systemHealthRoutes(app: App, mode: string): void {
  app.openapi(health, async (c) => {
    const { users, details, families, animals } = c.var.zoo
    const ask = async (name: string, answered: Promise<unknown>): Promise<[string, State]> => {
      try {
        await within(patience, answered)
        return [name, 'reachable']
      } catch (error) {
        c.var.logger.error({ err: error, table: name }, 'table unreachable')
        return [name, 'unreachable']
      }
    }
    const answers = [
      ask(families.table.name, families.get(probe)),
      ask(users.table.name, users.get(probe)),
      ask(details.table.name, details.get(probe)),
      ask(animals.table.name, animals.get(probe)),
    ]
    const states = Object.fromEntries(await Promise.all(answers))
    if (Object.values(states).includes('unreachable')) {
      throw new Problem(503, 'internal_error', 'Not every table can be read', { mode, tables: states })
    }
    return c.json({ status: 'ok' as const, mode, tables: states }, 200)
  })
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`No answer in ${ms} ms`)), ms)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
