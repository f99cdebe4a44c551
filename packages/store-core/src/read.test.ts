import { describe, expect, expectTypeOf, it } from 'vitest'
import { callUntyped, events, live, openEvents } from '../test/events.ts'
import { RecordingDriver } from '../test/recording-driver.ts'
import { Database } from './database.ts'
import type { QueryRequest, ReadPage, ScanRequest } from './driver.ts'
import { ValidationException } from './errors.ts'
import type { Page } from './read.ts'
import type { Stored } from './shape.ts'
import type { Store } from './store.ts'
import { defineTable, type Table } from './table.ts'
import type { Item } from './value.ts'
import { and } from './where.ts'

const titled = { op: '=', left: { path: ['title'] }, right: { value: 'x' } }

describe('requests', () => {
  it('page scans live items, one more than the page holds', async () => {
    const { driver, store } = openEvents()
    await store.page()
    await store.page({ limit: 5, includeDeleted: true, where: ({ title }) => title.eq('x') })
    await store.page({ index: 'byKind', where: ({ title }) => title.eq('x'), maxScanned: 3 })
    expect(driver.sent('scan')).toStrictEqual([
      { table: events, filter: live, limit: 101 },
      { table: events, filter: titled, limit: 6 },
      { table: events, index: 'byKind', filter: { op: 'and', all: [live, titled] }, limit: 3 },
    ])
  })

  it('list scans without limit and sorts by key', async () => {
    const { driver, store } = openEvents()
    driver.items = [
      { zoo: 'b', at: '1' },
      { zoo: 'a', at: '2' },
      { zoo: 'a', at: '1' },
    ]
    expect((await store.list()).map(({ zoo, at }) => zoo + at)).toEqual(['a1', 'a2', 'b1'])
    await store.list({ includeDeleted: true })
    expect(driver.sent('scan')).toStrictEqual([{ table: events, filter: live }, { table: events }])
  })

  it('query reads one partition, ascending by default', async () => {
    const { driver, store } = openEvents()
    await store.query({ key: { zoo: 'z' } })
    await store.query({ key: { zoo: 'z', at: { gt: '2026' } }, order: 'descending', includeDeleted: true, limit: 1 })
    await store.query({ index: 'byKind', key: { kind: 'feeding', size: 5n } })
    const partition = { name: 'zoo', type: 'S', value: 'z' }
    expect(driver.sent('query')).toStrictEqual([
      { table: events, filter: live, partition, descending: false, limit: 101 },
      {
        table: events,
        partition,
        sort: { name: 'at', type: 'S', condition: { op: '>', value: '2026' } },
        descending: true,
        limit: 2,
      },
      {
        table: events,
        index: 'byKind',
        filter: live,
        partition: { name: 'kind', type: 'S', value: 'feeding' },
        sort: { name: 'size', type: 'N', condition: { op: '=', value: 5 } },
        descending: false,
        limit: 101,
      },
    ])
  })

  it('hands the signal to the driver, and stops by it', async () => {
    const { driver, store } = openEvents()
    const { signal } = new AbortController()
    await store.page({ signal })
    await store.list({ signal })
    expect(driver.sent('scan')).toMatchObject([{ signal }, { signal }])
    await expect(store.page({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })

  it('needs includeDeleted on a foreign index without the flag', async () => {
    const { driver, store } = openEvents()
    const asking = store.query({ index: 'byGuest', key: { guest: 'g' } })
    await expect(asking).rejects.toBeInstanceOf(ValidationException)
    await expect(asking).rejects.toThrow(
      'Secondary index byGuest does not project one or more filter attributes: [softDelete]; without it deleted items cannot be left out, so ask with includeDeleted: true (table events)',
    )
    await store.query({ index: 'byGuest', key: { guest: 'g' }, includeDeleted: true })
    expect(driver.sent('query')).toEqual([expect.not.objectContaining({ filter: expect.anything() as unknown })])
  })
})

describe('what is read of a table with a time to live', () => {
  const fresh = defineTable({
    name: 'fresh',
    partitionKey: 'id',
    softDelete: false,
    timeToLive: 'until',
    indexes: {
      byKind: { partitionKey: 'kind', projection: 'KEYS_ONLY', foreign: true },
      byUntil: { partitionKey: 'kind', projection: ['until'], foreign: true },
    },
  })
  const open = () => {
    const driver = new RecordingDriver()
    return { driver, store: new Database(async () => driver, { now: () => new Date(1_800_000_000_999) }).store(fresh) }
  }
  const there = {
    op: 'not',
    of: {
      op: 'between',
      of: { path: ['until'] },
      low: { value: 1_800_000_000 - 5 * 365 * 24 * 60 * 60 },
      high: { value: 1_800_000_000 },
    },
  }

  it('has not expired', async () => {
    const { driver, store } = open()
    await store.page({ index: 'byUntil' })
    await store.list({ where: (item) => item['a']!.exists() })
    await store.count()
    expect(driver.sent('scan')).toStrictEqual([
      { table: fresh, index: 'byUntil', filter: there, limit: 101 },
      { table: fresh, filter: { op: 'and', all: [there, { op: 'exists', path: ['a'] }] } },
      { table: fresh, filter: there, countOnly: true },
    ])
  })

  it('cannot be told by an index without it', async () => {
    const { store } = open()
    for (const reading of [store.page({ index: 'byKind' }), store.count({ index: 'byKind' })]) {
      await expect(reading).rejects.toBeInstanceOf(ValidationException)
      await expect(reading).rejects.toThrow(
        'Secondary index byKind does not project one or more filter attributes: [until]; without it expired items cannot be left out (table fresh)',
      )
    }
  })
})

describe('projections', () => {
  it('come with the keys, from which the next page goes on, and are handed out without them', async () => {
    const { driver, store } = openEvents()
    driver.items = [{ zoo: 'z', at: '1', title: 'x', kind: 'k', size: 1 }]
    const { items } = await store.page({ projection: ['title'] })
    expect(items).toEqual([{ title: 'x', kind: 'k', size: 1 }]) // the driver takes away what is not asked for
    await store.query({ index: 'byKind', key: { kind: 'k' }, projection: ['title', 'at'] })
    expect(driver.sent('scan')).toMatchObject([{ projection: [['title'], ['zoo'], ['at']] }])
    expect(driver.sent('query')).toMatchObject([{ projection: [['title'], ['at'], ['zoo'], ['kind'], ['size']] }])
  })

  it('name what the index holds', async () => {
    const { store } = openEvents()
    const reading = callUntyped(store, 'page', { index: 'byKind', projection: ['notes'] })
    await expect(reading).rejects.toThrow('Global secondary index byKind does not project [notes] (table events)')
  })
})

it('an index that does not exist is refused, with those that do (rule 7.24)', async () => {
  const store = new Database(async () => new RecordingDriver()).store('things', 'id')
  await expect(callUntyped(store, 'page', { index: 'byA' })).rejects.toThrow(
    'The table does not have the specified index: byA; its indexes: none (table things)',
  )
})

describe('segments', () => {
  it('are read as they are asked for', async () => {
    const { driver, store } = openEvents()
    driver.items = [{ zoo: 'z', at: '1' }]
    await store.page({ segment: { number: 1, of: 3 } })
    expect(await store.list({ parallel: 2 })).toHaveLength(2)
    await store.list({ parallel: 1 })
    expect(driver.sent('scan')).toStrictEqual([
      { table: events, filter: live, segment: { number: 1, of: 3 }, limit: 101 },
      { table: events, filter: live, segment: { number: 0, of: 2 } },
      { table: events, filter: live, segment: { number: 1, of: 2 } },
      { table: events, filter: live },
    ])
  })
})

describe('count', () => {
  /** Two parts: one is told as a number, the other by its items. */
  class Counted extends RecordingDriver {
    readonly stop = new AbortController()

    override async scan(request: ScanRequest): Promise<ReadPage> {
      await super.scan(request)
      if (request.startAfter !== undefined) return { items: [{ zoo: 'z', at: '9' }], scanned: 1 }
      return { items: [], count: 4, scanned: 5, lastKey: { zoo: 'z', at: '5' } }
    }

    override async query(request: QueryRequest): Promise<ReadPage> {
      await super.query(request)
      this.stop.abort(new Error('enough'))
      return { items: [], count: 4, scanned: 5, lastKey: { zoo: 'z', at: '5' } }
    }
  }

  it('adds up the parts', async () => {
    const driver = new Counted()
    const store = new Database(async () => driver).store(events)
    expect(await store.count({ where: ({ title }) => title.eq('x') })).toBe(5)
    const request = { table: events, filter: { op: 'and', all: [live, titled] }, countOnly: true }
    expect(driver.sent('scan')).toStrictEqual([request, { ...request, startAfter: { zoo: 'z', at: '5' } }])
  })

  it('counts a partition, and stops between parts when it is told to', async () => {
    const driver = new Counted()
    const { signal } = driver.stop
    const store = new Database(async () => driver).store(events)
    const counting = store.count({ index: 'byKind', key: { kind: 'k' }, includeDeleted: true, signal })
    await expect(counting).rejects.toThrow('enough')
    const partition = { name: 'kind', type: 'S', value: 'k' }
    expect(driver.sent('query')).toStrictEqual([
      { table: events, index: 'byKind', partition, descending: false, countOnly: true, signal },
    ])
  })
})

describe('cursors', () => {
  const items: Item[] = [1, 2, 3, 4, 5].map((n) => ({ zoo: 'z', at: String(n), kind: 'k', size: n }))

  /** A driver that really continues. */
  class Pages extends RecordingDriver {
    override async query({ startAfter, limit }: { startAfter?: Item; limit?: number }): Promise<ReadPage> {
      const start = startAfter === undefined ? 0 : items.findIndex(({ at }) => at === startAfter['at']) + 1
      const found = items.slice(start, start + (limit ?? Infinity))
      const last = found.at(-1)
      return { items: found, scanned: found.length, ...(last && last !== items.at(-1) && { lastKey: last }) }
    }

    override scan(request: { startAfter?: Item; limit?: number }): Promise<ReadPage> {
      return this.query(request)
    }
  }

  const paged = (): Store<NonNullable<(typeof events)['shape']>> => new Database(async () => new Pages()).store(events)

  it('continue after the last item, to the end', async () => {
    const store = paged()
    const pages: string[][] = []
    let cursor: string | undefined
    do {
      const page: Page<Stored<NonNullable<(typeof events)['shape']>>> = await store.query({
        key: { zoo: 'z' },
        limit: 2,
        cursor,
      })
      pages.push(page.items.map(({ at }) => at))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(pages).toEqual([['1', '2'], ['3', '4'], ['5']])
  })

  it('hold the keys of the index too, and let the limit change', async () => {
    const driver = new Pages()
    const starts: (Item | undefined)[] = []
    const query = driver.query.bind(driver)
    driver.query = (request) => {
      starts.push(request.startAfter)
      return query(request)
    }
    const store = new Database(async () => driver).store(events)
    const { cursor } = await store.query({ index: 'byKind', key: { kind: 'k' }, limit: 2 })
    await store.query({ index: 'byKind', key: { kind: 'k' }, limit: 100, cursor })
    expect(starts).toEqual([undefined, { zoo: 'z', at: '2', kind: 'k', size: 2 }])
  })

  it('are refused by every other query', async () => {
    const store = paged()
    const query = { key: { zoo: 'z' }, limit: 1 }
    const { cursor } = await store.query(query)
    const others = [
      { ...query, key: { zoo: 'y' } },
      { ...query, key: { zoo: 'z', at: { gt: '1' } } },
      { ...query, order: 'descending' as const },
      { ...query, includeDeleted: true },
      { ...query, where: ({ title }: { title: { exists(): never } }) => title.exists() },
      { index: 'byKind', key: { kind: 'k' } },
    ]
    for (const other of others) {
      const reading = callUntyped(store, 'query', { ...other, cursor })
      await expect(reading).rejects.toBeInstanceOf(ValidationException)
      await expect(reading).rejects.toThrow('the cursor is from another query')
    }
    await expect(callUntyped(store, 'page', { cursor })).rejects.toThrow('the cursor is from another query')
    await expect(store.query({ ...query, order: 'ascending', cursor })).resolves.toHaveProperty('items')
  })

  it('carry each over all pages, as far as the loop goes', async () => {
    const seen: string[] = []
    for await (const { at } of paged().each({ limit: 2 })) {
      seen.push(at)
      if (at === '4') break
    }
    expect(seen).toEqual(['1', '2', '3', '4'])
    const all: string[] = []
    for await (const { at } of paged().each({ key: { zoo: 'z' }, maxScanned: 1 })) all.push(at)
    expect(all).toEqual(['1', '2', '3', '4', '5'])
  })

  it('come with partial where maxScanned ended the page', async () => {
    const page = await paged().page({ maxScanned: 2 })
    expect(page).toMatchObject({ partial: true, items: [{ at: '1' }, { at: '2' }] })
    const next = await paged().page({ cursor: page.cursor })
    expect(next.items).toHaveLength(3)
    expect(next).not.toHaveProperty('cursor')
    expect(next).not.toHaveProperty('partial')
  })
})

describe('filters', () => {
  it('refuse the keys of what is queried (rule 4.29)', async () => {
    const { store } = openEvents()
    const key = { zoo: 'z' }
    await expect(store.query({ key, where: ({ at }) => at.eq('1') })).rejects.toThrow(
      'Primary key attribute: at; put it into key instead of where (table events)',
    )
    const byKind = { index: 'byKind', key: { kind: 'k' } } as const
    await expect(store.query({ ...byKind, where: ({ size }) => size.gt(1) })).rejects.toThrow('attribute: size')
    await expect(store.query({ ...byKind, where: ({ at }) => at.eq('1') })).resolves.toHaveProperty('items')
    await expect(store.page({ where: ({ zoo }) => zoo.eq('z') })).resolves.toHaveProperty('items')
  })

  it('refuse what an index does not hold (rule 7.22)', async () => {
    const { store } = openEvents()
    const reading = store.page({ index: 'byKind', where: ({ notes }) => notes.exists() })
    await expect(reading).rejects.toThrow(
      'Secondary index byKind does not project one or more filter attributes: [notes] (table events)',
    )
    const more = store.page({ index: 'byKind', where: ({ notes, guest }) => and(notes.exists(), guest.exists()) })
    await expect(more).rejects.toThrow('attributes: [notes, guest]')
    const held = store.page({
      index: 'byKind',
      where: ({ zoo, at, kind, size, title }) =>
        and(zoo.exists(), at.exists(), kind.exists(), size.exists(), title.exists()),
    })
    await expect(held).resolves.toHaveProperty('items')
  })
})

describe('the types of reads', () => {
  it('know indexes, attributes and items', async () => {
    const { store } = openEvents()
    const page = await store.page({ index: 'byKind', where: ({ title }) => title.beginsWith('x') })
    const [item] = page.items
    expectTypeOf(item?.size).toEqualTypeOf<number | undefined>()
    expectTypeOf(page.cursor).toEqualTypeOf<string | undefined>()
    type Options = Parameters<typeof store.query>[0]
    const wrong: Options[] = [
      // @ts-expect-error no such index
      { key: { kind: 'k' }, index: 'byName' },
      // @ts-expect-error a query has a key
      { limit: 5 },
      // @ts-expect-error ascending or descending
      { key: { zoo: 'z' }, order: 'desc' },
      // @ts-expect-error no such operator
      { key: { zoo: 'z', at: { like: 'x' } } },
    ]
    expect(wrong).toHaveLength(4)
  })

  it('let an open table be asked anything', async () => {
    const driver = new RecordingDriver()
    const store = new Database(async () => driver).store('things', 'id')
    await store.list({ where: ({ any }) => any!['deep']!.eq(5) })
    expect(driver.sent('scan')).toMatchObject([{ filter: { all: [live, { left: { path: ['any', 'deep'] } }] } }])
    expectTypeOf(store.table).toExtend<Table>()
  })
})
