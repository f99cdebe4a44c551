import { setTimeout as pause } from 'node:timers/promises'
import {
  type Driver,
  equal,
  type IndexDefinition,
  indexItem,
  type Item,
  keyAttributes,
  placeOf,
  type ScanRequest,
  type TableDefinition,
  typeOf,
} from '@cmz/store-core'
import { replaced } from './mutants/mutant.ts'

/** How often to look, and how long to wait before each further look, in ms: together some seconds. */
const mostLooks = 500
const between = 5

/** The same driver, which reads a global index only once that shows what its table holds. */
export function caughtUp(driver: Driver): Driver {
  return replaced(driver, {
    query: async (request) => {
      await catchUp(driver, request)
      return driver.query(request)
    },
    scan: async (request) => {
      await catchUp(driver, request)
      return driver.scan(request)
    },
  })
}

async function catchUp(driver: Driver, { table, index: name }: ScanRequest): Promise<void> {
  const index = name === undefined ? undefined : table.indexes[name]
  if (index?.kind !== 'global') return
  for (let look = 0; look < mostLooks; look++) {
    const expected = (await everything(driver, { table })).filter((item) => isIn(index, item))
    const shown = new Map(
      (await everything(driver, { table, index: name! })).map((item) => [placeOf(table, item), item]),
    )
    const isShown = (item: Item): boolean => equal(shown.get(placeOf(table, item)), indexItem(table, index, item))
    if (expected.length === shown.size && expected.every(isShown)) return
    await pause(between)
  }
}

/** True if the item has the keys of the index. */
function isIn(index: IndexDefinition, item: Item): boolean {
  return keyAttributes(index).every(({ name, type }) => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined
    return value !== undefined && typeOf(value) === type && value !== ''
  })
}

async function everything(
  driver: Driver,
  request: { readonly table: TableDefinition; readonly index?: string },
): Promise<Item[]> {
  const items: Item[] = []
  for (let startAfter: Item | undefined; ;) {
    const page = await driver.scan({ ...request, ...(startAfter && { startAfter }) })
    items.push(...page.items)
    if (page.lastKey === undefined) return items
    startAfter = page.lastKey
  }
}
