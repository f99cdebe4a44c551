import { expired, type Item, type Key, keyOf, matches, numberText, type NumberValue, typeOf } from '@cmz/store-core'
import { inSlices, type Items, type TableData } from '@cmz/store-memory'
import type { Service } from '../service/service.ts'
import { knownOf } from './settings.ts'
import { timeToLiveOf } from './time-to-live.ts'

/** How many items one commit removes. */
const batchSize = 100
const stepSize = 200

/** What a look at items that never change has shown: from when, in seconds, until when none of them expires. */
interface Seen {
  readonly attribute: string
  readonly from: number
  readonly next: number
}

const seen = new WeakMap<Items, Seen>()

/**
 * Removes the items that have expired from every table that has a time to live, as ordinary commits (rules 11.4, 11.5
 * and 11.7). Resolves to how many there were. Others may sweep at the same time, and may change items: what is removed
 * is looked at again when it is.
 */
export async function sweepExpired(service: Service): Promise<number> {
  await service.engine.catchUp()
  let count = 0
  for (const name of service.engine.tables.names()) count += await sweepTable(service, name)
  return count
}

async function sweepTable(service: Service, name: string): Promise<number> {
  const { tables } = service.engine
  const table = tables.find(name)
  const attribute = table && attributeOf(table)
  if (attribute === undefined || tables.isBroken(name)) return 0
  const keys = await inSlices(expiredKeys(table!, attribute, service.now()))
  let count = 0
  for (let start = 0; start < keys.length; start += batchSize) {
    count += await remove(service, name, attribute, keys.slice(start, start + batchSize))
  }
  return count
}

function attributeOf(table: TableData): string | undefined {
  return timeToLiveOf(knownOf(table.state))
}

/** The keys of the items that have expired; finds none at once where it is known when the next one does. */
function* expiredKeys(table: TableData, attribute: string, now: number): Generator<void, readonly Key[], void> {
  const items = table.freeze()
  const seconds = Math.floor(now / 1000)
  const known = seen.get(items)
  if (known?.attribute === attribute && known.from <= seconds && known.next > seconds) return []
  const hasExpired = expiryTest(attribute, now)
  const keys: Key[] = []
  let next = Infinity
  let steps = 0
  for (const [, item] of items.entries()) {
    if (++steps % stepSize === 0) yield
    const expiry = Object.hasOwn(item, attribute) ? item[attribute]! : undefined
    if (expiry === undefined || typeOf(expiry) !== 'N') continue
    if (hasExpired(item)) keys.push(keyOf(table.definition, item))
    const at = Number(numberText(expiry as NumberValue))
    if (at > seconds && at < next) next = at
  }
  if (keys.length === 0) seen.set(items, { attribute, from: seconds, next })
  return keys
}

function expiryTest(attribute: string, now: number): (item: Item) => boolean {
  const condition = expired({ timeToLive: attribute }, () => new Date(now))!
  return (item) => matches(condition, item)
}

function remove({ engine, now }: Service, name: string, attribute: string, keys: readonly Key[]): Promise<number> {
  return engine.transact((view) => {
    const table = engine.tables.find(name)
    // somebody may have dropped the table meanwhile, or changed what expires in it
    if (table === undefined || attributeOf(table) !== attribute) return { changes: [], result: 0 }
    const hasExpired = expiryTest(attribute, now())
    const gone = keys.filter((key) => {
      const item = view.get(name, key)
      return item !== undefined && hasExpired(item)
    })
    return { changes: gone.map((key) => ({ table: name, key, item: null })), result: gone.length }
  })
}

/** Sweeps again and again, so many ms after each other, without keeping the process alive. Ends with what it returns. */
export function keepSweeping(service: Service, everyMs: number): () => void {
  let isSweeping = false
  const timer = setInterval(() => {
    if (isSweeping) return
    isSweeping = true
    sweepExpired(service)
      .catch(() => {}) // whoever uses the table is told what is wrong with it; the next sweep tries again
      .finally(() => (isSweeping = false))
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
