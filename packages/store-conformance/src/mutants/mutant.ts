import type { Driver, Item, ReadPage, TableDefinition, Value } from '@cmz/store-core'
import { exactly } from '../exactly.ts'
import type { Capability } from '../harness.ts'

/** A driver with one mistake. The suite is worth something only if it notices. */
export interface Mutant {
  /** The mistake. */
  readonly name: string
  /** The mistake can be made only where the capability is given. */
  readonly needs?: Capability
  /** A driver that makes the mistake, over one that does not. */
  readonly wrap: (driver: Driver) => Driver
}

/** The driver with some of its methods replaced. */
export function replaced(driver: Driver, methods: Partial<Driver>): Driver {
  return {
    capabilities: driver.capabilities,
    ensureTable: (...tables) => driver.ensureTable(...tables),
    describeTable: (name) => driver.describeTable(name),
    get: (request) => driver.get(request),
    query: (request) => driver.query(request),
    scan: (request) => driver.scan(request),
    write: (request) => driver.write(request),
    transactWrite: (requests, options) => driver.transactWrite(requests, options),
    transactGet: (requests) => driver.transactGet(requests),
    batchGet: (requests, options) => driver.batchGet(requests, options),
    batchWrite: (requests, options) => driver.batchWrite(requests, options),
    close: () => driver.close(),
    ...methods,
  }
}

/** The driver with every item that it hands out changed. */
export function altered(driver: Driver, change: (item: Item) => Item): Driver {
  const page = ({ items, ...rest }: ReadPage): ReadPage => ({ ...rest, items: items.map(change) })
  const one = (item: Item | undefined): Item | undefined => item && change(item)
  return replaced(driver, {
    get: async (request) => one(await driver.get(request)),
    query: async (request) => page(await driver.query(request)),
    scan: async (request) => page(await driver.scan(request)),
    write: async (request) => one(await driver.write(request)),
    transactGet: async (requests) => (await driver.transactGet(requests)).map(one),
    batchGet: async (requests, options) => {
      const { items, ...rest } = await driver.batchGet(requests, options)
      return { items: items.map(change), ...rest }
    },
  })
}

/** Changes every value of an item, however deep it lies. */
export function deeply(change: (value: Value) => Value): (item: Item) => Item {
  const each = (value: Value): Value => {
    const changed = change(value)
    if (Array.isArray(changed)) return changed.map(each)
    if (typeof changed !== 'object' || changed === null) return changed
    return Object.getPrototypeOf(changed) === Object.prototype ? map(changed as Item) : changed
  }
  const map = (item: Item): Item => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, each(value)]))
  return map
}

/** One text for each item of all tables. */
export function placeOf(table: TableDefinition, key: Item): string {
  const names = [table.partitionKey, table.sortKey].flatMap((attribute) => attribute?.name ?? [])
  return JSON.stringify([table.name, ...names.map((name) => exactly(key[name]))])
}
