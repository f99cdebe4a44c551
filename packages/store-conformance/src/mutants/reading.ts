import {
  type Item,
  keyAttributes,
  keyOf,
  projects,
  type QueryRequest,
  type ReadPage,
  type ScanRequest,
  type Value,
} from '@cmz/store-core'
import { type Mutant, placeOf, replaced } from './mutant.ts'

type Read = QueryRequest | ScanRequest

/** Replaces query and scan alike. */
const reads = (
  name: string,
  change: (request: Read, read: (request: Read) => Promise<ReadPage>) => Promise<ReadPage>,
): Mutant => ({
  name,
  wrap(driver) {
    const read = (request: Read): Promise<ReadPage> =>
      'partition' in request ? driver.query(request) : driver.scan(request)
    return replaced(driver, { query: (request) => change(request, read), scan: (request) => change(request, read) })
  },
})

const without = <T extends object, K extends keyof T>(whole: T, name: K): Omit<T, K> => {
  const { [name]: _left, ...rest } = whole
  return rest
}

/** The name of the sort key that a read is ordered by. */
const sortName = ({ table, index }: Read): string | undefined =>
  (index === undefined ? table : table.indexes[index]!).sortKey?.name

const sorted = (request: Read, page: ReadPage, compare: (left: Value, right: Value) => number): ReadPage => {
  const name = sortName(request)
  if (name === undefined || !('partition' in request)) return page
  const sign = request.descending ? -1 : 1
  return { ...page, items: page.items.toSorted((left, right) => sign * compare(left[name]!, right[name]!)) }
}

export const readingMutants: readonly Mutant[] = [
  reads('items of a query are not sorted', async (request, read) => {
    const page = await read(request)
    return { ...page, items: [...page.items.slice(1), ...page.items.slice(0, 1)] }
  }),
  reads('descending is ignored', (request, read) =>
    read('partition' in request ? { ...request, descending: false } : request),
  ),
  reads('text is ordered by UTF-16', async (request, read) =>
    sorted(request, await read(request), (left, right) =>
      typeof left === 'string' && typeof right === 'string' && left !== right ? (left < right ? -1 : 1) : 0,
    ),
  ),
  reads('numbers are ordered as doubles', async (request, read) =>
    sorted(request, await read(request), (left, right) =>
      typeof left === 'bigint' || typeof right === 'bigint' ? -(Number(left) - Number(right)) || 1 : 0,
    ),
  ),
  reads('the filter is ignored', (request, read) => read(without(request, 'filter') as Read)),
  reads('the limit is ignored', (request, read) => read(without(request, 'limit') as Read)),
  reads('the limit counts matches, not items looked at', async (request, read) => {
    const { limit } = request
    if (limit === undefined || request.filter === undefined) return read(request)
    const page = await read(without(request, 'limit') as Read)
    const items = page.items.slice(0, limit)
    const last = page.items.length > limit ? items.at(-1) : undefined
    return { items, scanned: items.length, ...(last && { lastKey: keyOf(request.table, last) }) }
  }),
  reads('the last item of a page is lost', async (request, read) => {
    const page = await read(request)
    return page.lastKey === undefined ? page : { ...page, items: page.items.slice(0, -1) }
  }),
  reads('a page that the filter left short counts as the last', async (request, read) => {
    const page = await read(request)
    return page.items.length < (request.limit ?? 0) ? (without(page, 'lastKey') as ReadPage) : page
  }),
  reads('the first item of a next page is given twice', async (request, read) => {
    const page = await read(request)
    const [first] = page.items
    return request.startAfter !== undefined && first ? { ...page, items: [first, ...page.items] } : page
  }),
  reads('a page begins with the item where the last one ended', async (request, read) => {
    const page = await read(request)
    const { startAfter, table } = request
    if (startAfter === undefined) return page
    const before = await read(without(without(request, 'startAfter') as Read, 'limit') as Read)
    const place = placeOf(table, startAfter)
    return { ...page, items: [...before.items.filter((item) => placeOf(table, item) === place), ...page.items] }
  }),
  reads('the end of the data is not told when the limit is met exactly', async (request, read) => {
    const page = await read(request)
    if (page.lastKey === undefined) return page
    const next = await read({ ...request, startAfter: page.lastKey, limit: 1 })
    return next.scanned === 0 ? (without(page, 'lastKey') as ReadPage) : page
  }),
  reads('items with equal index keys are lost between pages', async (request, read) => {
    const page = await read(request)
    const name = sortName(request)
    if (request.index === undefined || name === undefined || request.startAfter === undefined) return page
    const { [name]: seen } = request.startAfter
    return { ...page, items: page.items.filter((item) => item[name] !== seen) }
  }),
  reads('a read starts over when the item of its cursor is gone', async (request, read) => {
    if (request.startAfter === undefined) return read(request)
    const all = await read(without(without(request, 'startAfter') as Read, 'limit') as Read)
    const place = placeOf(request.table, request.startAfter)
    const found = all.items.some((item) => placeOf(request.table, item) === place)
    return read(found || request.filter !== undefined ? request : (without(request, 'startAfter') as Read))
  }),
  reads('a range on the sort key leaves out its bounds', async (request, read) => {
    if (!('partition' in request) || request.sort?.condition.op !== 'between') return read(request)
    const { name, condition } = request.sort
    const page = await read(request)
    return { ...page, items: page.items.filter((item) => item[name] !== condition.high) }
  }),
  reads('a scan of an index returns the items that lack its key', (request, read) =>
    read('partition' in request ? request : (without(request, 'index') as Read)),
  ),
  reads('a place in an index is the key of the table only', async (request, read) => {
    const page = await read(request)
    if (page.lastKey === undefined || request.index === undefined) return page
    return { ...page, lastKey: keyOf(request.table, page.lastKey) }
  }),
  reads('a local index hands out only what it holds', async (request, read) => {
    const index = request.index === undefined ? undefined : request.table.indexes[request.index]!
    const page = await read(request)
    if (index?.kind !== 'local' || request.projection === undefined) return page
    const keys = new Set([...keyAttributes(request.table), ...keyAttributes(index)].map(({ name }) => name))
    const isHeld = (name: string): boolean => keys.has(name) || projects(index, name)
    const held = (item: Item): Item => Object.fromEntries(Object.entries(item).filter(([name]) => isHeld(name)))
    return { ...page, items: page.items.map(held) }
  }),
  reads('a count comes with a page of items', async (request, read) => {
    const page = await read(request)
    return request.countOnly === true
      ? { ...page, items: (await read(without(request, 'countOnly') as Read)).items }
      : page
  }),
  {
    name: 'an index returns whole items whatever it projects',
    wrap: (driver) => {
      const whole = async (request: Read, page: ReadPage): Promise<ReadPage> => {
        if (request.index === undefined) return page
        const { table } = request
        const items = await Promise.all(page.items.map((item) => driver.get({ table, key: keyOf(table, item) })))
        return { ...page, items: items.map((item, position) => item ?? page.items[position]!) }
      }
      return replaced(driver, {
        query: async (request) => whole(request, await driver.query(request)),
        scan: async (request) => whole(request, await driver.scan(request)),
      })
    },
  },
  {
    name: 'get remembers what it once returned',
    wrap: (driver) => {
      const seen = new Map<string, Item>()
      return replaced(driver, {
        async get(request) {
          const place = placeOf(request.table, request.key)
          const item = seen.get(place) ?? (await driver.get(request))
          if (item !== undefined) seen.set(place, item)
          return item && structuredClone(item)
        },
      })
    },
  },
  {
    name: 'a missing item is an empty one',
    wrap: (driver) => replaced(driver, { get: async (request) => (await driver.get(request)) ?? {} }),
  },
]
