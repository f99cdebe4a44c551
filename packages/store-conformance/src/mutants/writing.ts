import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  applyUpdate,
  assignments,
  ConditionalCheckFailedException,
  type Driver,
  type Item,
  keyOfRequest,
  matches,
  type WriteRequest,
} from '@cmz/store-core'
import { type Mutant, placeOf, replaced } from './mutant.ts'

const withoutCondition = ({ condition: _dropped, ...request }: WriteRequest): WriteRequest => request

const stored = (driver: Driver, request: WriteRequest): Promise<Item | undefined> =>
  driver.get({ table: request.table, key: keyOfRequest(request) })

/** What a write would leave. */
const outcome = (request: WriteRequest, before: Item | undefined): Item | undefined => {
  if (request.kind === 'delete') return undefined
  return request.kind === 'put' ? request.item : applyUpdate(request.update, before, request.key, {})
}

const writes = (
  name: string,
  change: (request: WriteRequest, driver: Driver) => Promise<Item | undefined>,
): Mutant => ({ name, wrap: (driver) => replaced(driver, { write: (request) => change(request, driver) }) })

export const writingMutants: readonly Mutant[] = [
  writes('conditions are ignored', (request, driver) => driver.write(withoutCondition(request))),
  writes('a condition is looked at before the lock is held', async (request, driver) => {
    const before = await stored(driver, request)
    if (request.condition !== undefined && !matches(request.condition, before)) {
      throw new ConditionalCheckFailedException({ table: request.table.name })
    }
    return driver.write(withoutCondition(request))
  }),
  writes('a condition looks at the item after the write', async (request, driver) => {
    const before = await stored(driver, request)
    const { condition } = request
    if (request.kind !== 'update' || condition === undefined || before === undefined) return driver.write(request)
    if (matches(condition, outcome(request, before))) return driver.write(withoutCondition(request))
    throw new ConditionalCheckFailedException({ table: request.table.name })
  }),
  writes('a write is acknowledged before it is done', async (request, driver) => {
    const before = await stored(driver, request)
    if (request.condition !== undefined && !matches(request.condition, before)) return driver.write(request)
    void nextTurn().then(() => driver.write(request).catch(() => undefined))
    return outcome(request, before)
  }),
  writes('an update reads, changes and writes without a lock', async (request, driver) => {
    if (request.kind !== 'update') return driver.write(request)
    const before = await stored(driver, request)
    if (request.condition !== undefined && !matches(request.condition, before)) return driver.write(request)
    const { table, key, update } = request
    return driver.write({ kind: 'put', table, item: applyUpdate(update, before, key, {}) ?? key })
  }),
  writes('an update drops the attributes it does not name', (request, driver) => {
    if (request.kind !== 'update') return driver.write(request)
    const { table, key, update, condition } = request
    const item = applyUpdate(update, undefined, key, {}) ?? key
    return driver.write({ kind: 'put', table, item, ...(condition && { condition }) })
  }),
  writes('an update removes nothing', (request, driver) =>
    driver.write(
      request.kind === 'update' ? { ...request, update: request.update.filter(({ op }) => op !== 'remove') } : request,
    ),
  ),
  writes('a put keeps the attributes it does not name', async (request, driver) => {
    if (request.kind !== 'put') return driver.write(request)
    return driver.write({ ...request, item: { ...(await stored(driver, request)), ...request.item } })
  }),
  writes('a delete does nothing', async (request, driver) => {
    if (request.kind !== 'delete') return driver.write(request)
    const { table, key, condition } = request
    await driver.write({ kind: 'update', table, key, update: assignments({}), ...(condition && { condition }) })
    return undefined
  }),
  writes('a write returns the item as it was before', async (request, driver) => {
    const before = await stored(driver, request)
    const after = await driver.write(request)
    return request.kind === 'update' ? (before ?? after) : after
  }),
  writes('an item may be larger than 400 KB after an update', async (request, driver) => {
    if (request.kind !== 'update') return driver.write(request)
    return driver.write(request).catch(async (error: Error) => {
      if (error.name !== 'ValidationException') throw error
      return outcome(request, await stored(driver, request))
    })
  }),
  writes('a failed condition is called a malformed request', (request, driver) =>
    driver.write(request).catch((error: Error) => {
      throw Object.assign(error, { name: error.name.replace('ConditionalCheckFailed', 'Validation') })
    }),
  ),
  writes('a failed condition is an error of nobody', (request, driver) =>
    driver.write(request).catch((error: Error) => {
      throw Object.assign(new Error(error.message), { name: error.name })
    }),
  ),
  writes('every failure is called a failed condition', (request, driver) =>
    driver.write(request).catch(() => {
      throw new ConditionalCheckFailedException({ table: request.table.name })
    }),
  ),
  {
    name: 'the engine and the caller hold the same object',
    wrap: (driver) => {
      const held = new Map<string, Item>()
      return replaced(driver, {
        async get(request) {
          const place = placeOf(request.table, request.key)
          const item = held.get(place) ?? (await driver.get(request))
          if (item !== undefined) held.set(place, item)
          return item
        },
        async write(request) {
          const place = placeOf(request.table, keyOfRequest(request))
          const item = await driver.write(request)
          if (item === undefined) held.delete(place)
          else held.set(place, item)
          return item
        },
      })
    },
  },
  {
    name: 'a transaction does what it can',
    needs: 'transactions',
    wrap: (driver) =>
      replaced(driver, {
        async transactWrite(requests) {
          for (const request of requests) {
            if (request.kind !== 'check') await driver.write(request).catch(() => undefined)
          }
          await driver.transactWrite(requests)
        },
      }),
  },
  {
    name: 'a transaction tells its reasons in another order',
    needs: 'transactions',
    wrap: (driver) =>
      replaced(driver, {
        transactWrite: (requests, options) => driver.transactWrite(requests.toReversed(), options),
      }),
  },
  {
    name: 'a write is lost when the driver is closed right after it',
    needs: 'reopen',
    wrap: (driver) => {
      const pending = new Set<WriteRequest>()
      return replaced(driver, {
        async write(request) {
          if (request.kind !== 'put') return driver.write(request)
          pending.add(request)
          await nextTurn()
          return pending.has(request) ? driver.write(request) : request.item
        },
        close() {
          pending.clear()
          return driver.close()
        },
      })
    },
  },
]
