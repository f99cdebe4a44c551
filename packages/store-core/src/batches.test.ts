import { describe, expect, it } from 'vitest'
import { RecordingDriver } from '../test/recording-driver.ts'
import { Database } from './database.ts'
import type { BatchGetAnswer, BatchWriteRequest, GetRequest } from './driver.ts'
import { defineTable } from './table.ts'
import type { Item } from './value.ts'

const table = defineTable({ name: 'things', partitionKey: 'id', stamps: false, softDelete: false })
const items = Array.from({ length: 1000 }, (_, index) => ({ id: `item${index}` }))
const keys = items.map(({ id }) => id)

/** Leaves some of every request over, as DynamoDB does under load. */
class BusyDriver extends RecordingDriver {
  readonly written = new Map<string, Item>()
  #takes: (index: number, request: number) => boolean
  #requests = 0

  constructor(takes: (index: number, request: number) => boolean) {
    super()
    this.#takes = takes
  }

  override async batchWrite(requests: readonly BatchWriteRequest[]): Promise<readonly BatchWriteRequest[]> {
    await super.batchWrite(requests)
    const number = this.#requests++
    const [done, left] = [[] as BatchWriteRequest[], [] as BatchWriteRequest[]]
    for (const [index, request] of requests.entries()) (this.#takes(index, number) ? done : left).push(request)
    for (const request of done) if (request.kind === 'put') this.written.set(request.item['id'] as string, request.item)
    return left
  }

  override async batchGet(requests: readonly GetRequest[]): Promise<BatchGetAnswer> {
    await super.batchGet(requests)
    const number = this.#requests++
    return {
      items: requests.filter((_, index) => this.#takes(index, number)).map(({ key }) => key),
      unprocessed: requests.filter((_, index) => !this.#takes(index, number)),
    }
  }
}

function open(driver: RecordingDriver) {
  const pauses: number[] = []
  const database = new Database(async () => driver, {
    random: () => 1,
    pause: async (ms, signal) => {
      signal?.throwIfAborted()
      pauses.push(ms)
    },
  })
  return { store: database.store(table), pauses }
}

describe('writeMany', () => {
  it('writes any number of items, 25 at a time (rule 9.1)', async () => {
    const driver = new RecordingDriver()
    const { store, pauses } = open(driver)
    const progress: number[] = []
    await store.writeMany({ put: items, purge: ['a', 'b'] }, { onProgress: ({ done }) => progress.push(done) })
    const requests = driver.sent('batchWrite') as (readonly BatchWriteRequest[])[]
    expect(requests.flat()).toHaveLength(1002)
    expect(Math.max(...requests.map(({ length }) => length))).toBe(25)
    expect(requests).toHaveLength(41)
    expect(progress.at(-1)).toBe(1002)
    expect(pauses).toEqual([])
  })

  it('loses nothing where a third of every request is left over, and tells how far it is', async () => {
    const driver = new BusyDriver((index) => index % 3 !== 2 || index === 2)
    const { store } = open(driver)
    const progress: { readonly done: number; readonly total: number }[] = []
    await store.writeMany({ put: items }, { onProgress: (each) => progress.push(each) })
    expect([...driver.written.keys()].toSorted()).toEqual(keys.toSorted())
    expect(progress.at(-1)).toEqual({ done: 1000, total: 1000 })
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).toSorted((a, b) => a - b))
  })

  it('waits twice as long each time that nothing is taken, and goes on when something is', async () => {
    const driver = new BusyDriver((_index, request) => request > 4)
    const { store, pauses } = open(driver)
    await store.writeMany({ put: items.slice(0, 20) })
    expect(driver.written.size).toBe(20)
    expect(pauses).toEqual([100, 200, 400, 800, 1600])
  })

  it('gives up where nothing is ever taken', async () => {
    const driver = new BusyDriver(() => false)
    const { store } = open(driver)
    await expect(store.writeMany({ put: items })).rejects.toMatchObject({
      name: 'ThrottlingException',
      table: 'things',
      message: expect.stringContaining('left 1000 of 1000 unprocessed') as string,
    })
  })

  it('checks everything beforehand, and writes nothing if one is wrong (rule 9.5)', async () => {
    const driver = new RecordingDriver()
    const { store } = open(driver)
    const wrong = { id: 'x', empty: new Set<string>() }
    await expect(store.writeMany({ put: [...items, wrong] })).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(store.writeMany({ put: items, purge: ['item7'] })).rejects.toMatchObject({
      name: 'ValidationException',
      key: { id: 'item7' },
      message: expect.stringContaining('Provided list of item keys contains duplicates') as string,
    })
    expect(driver.sent('batchWrite')).toEqual([])
  })

  it('has nothing to do with nothing', async () => {
    const driver = new RecordingDriver()
    const { store } = open(driver)
    await store.writeMany({})
    expect(await store.getMany([])).toEqual([])
    expect(driver.sent('batchWrite')).toEqual([])
  })

  it('ends where it is aborted, with the reason', async () => {
    const driver = new BusyDriver((index) => index % 2 === 0)
    const { store } = open(driver)
    const controller = new AbortController()
    const call = store.writeMany(
      { put: items },
      { signal: controller.signal, onProgress: ({ done }) => done > 100 && controller.abort(new Error('enough')) },
    )
    await expect(call).rejects.toThrow('enough')
    expect(driver.written.size).toBeLessThan(300)
  })

  it('stops when a request fails, with its error', async () => {
    const driver = new RecordingDriver()
    driver.failures.set('batchWrite', new Error('no answer'))
    const { store } = open(driver)
    await expect(store.writeMany({ put: items })).rejects.toThrow('no answer')
    expect(driver.sent('batchWrite').length).toBeLessThan(10)
  })
})

describe('getMany', () => {
  it('reads any number of items, 100 at a time (rule 9.2), in the order of the keys', async () => {
    const driver = new BusyDriver((index) => index % 3 !== 2 || index === 2)
    const { store } = open(driver)
    expect(await store.getMany(keys.toReversed())).toEqual(items.toReversed())
    const requests = driver.sent('batchGet') as (readonly GetRequest[])[]
    expect(Math.max(...requests.map(({ length }) => length))).toBe(100)
  })

  it('asks for a key once, and hands it out as often as it is named', async () => {
    const driver = new RecordingDriver()
    const { store } = open(driver)
    expect(await store.getMany(['a', 'b', 'a'])).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'a' }])
    expect(driver.sent('batchGet')).toEqual([
      [
        { table, key: { id: 'a' } },
        { table, key: { id: 'b' } },
      ],
    ])
  })
})

describe('writeMany', () => {
  it.each([[[{ id: 'a' }]], [null], [undefined], [{ puts: [{ id: 'a' }] }]])(
    'refuses %o instead of writing nothing',
    async (writes) => {
      const driver = new RecordingDriver()
      const store = new Database(async () => driver).store(table)
      await expect(store.writeMany(writes as never)).rejects.toThrow(/writeMany takes/)
      await store.writeMany({})
      expect(driver.sent('batchWrite')).toEqual([])
    },
  )
})
