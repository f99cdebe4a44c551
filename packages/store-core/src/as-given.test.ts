import { describe, expect, it } from 'vitest'
import { openEvents } from '../test/events.ts'
import { asGiven } from './as-given.ts'
import { Decimal } from './decimal.ts'

describe('what a caller gives', () => {
  it('is copied, whatever a schema may take', () => {
    const given = {
      list: [1, { a: ['b'] }],
      bytes: new Uint8Array([1]),
      buffer: Buffer.from([2]),
      date: new Date(0),
      set: new Set(['a', new Uint8Array([3])]),
      map: new Map([['a', { b: 1 }]]),
      nothing: undefined,
    }
    const taken = asGiven(given)
    expect(taken).toStrictEqual(given)
    for (const name of ['list', 'bytes', 'buffer', 'date', 'set', 'map'] as const) {
      expect(taken[name]).not.toBe(given[name])
    }
    expect(taken.list[1]).not.toBe(given.list[1])
    expect(taken.map.get('a')).not.toBe(given.map.get('a'))
  })

  it('is taken as it is where it is of a class, a function, or nested without end', () => {
    class Bytes extends Uint8Array {}
    for (const each of [new Decimal('1.5'), new Bytes(1), () => 1, null, 'a']) expect(asGiven(each)).toBe(each)
    const endless: unknown[] = []
    endless.push(endless)
    expect(asGiven(endless)).toHaveLength(1)
  })
})

describe('options are those of the call', () => {
  it('also while the first call waits for the driver', async () => {
    const { driver, store } = openEvents()
    const options = {
      key: { zoo: 'z' },
      where: ({ title }: { title: { eq(title: string): never } }) => title.eq(wanted),
      limit: 5,
    }
    let wanted = 'before'
    const reading = store.query(options as never)
    options.key.zoo = 'other'
    options.limit = 7
    wanted = 'after'
    await reading
    const sent = driver.sent('query')
    expect(sent).toMatchObject([{ partition: { value: 'z' }, limit: 6 }])
    expect(JSON.stringify(sent)).toContain('before')
  })

  it('of list and count too', async () => {
    const { driver, store } = openEvents()
    const options = {
      includeDeleted: true,
      where: ({ title }: { title: { eq(title: string): never } }) => title.eq(wanted),
    }
    let wanted = 'before'
    const reading = [store.list(options as never), store.count(options as never)]
    options.includeDeleted = false
    wanted = 'after'
    await Promise.all(reading)
    const filter = { op: '=', left: { path: ['title'] }, right: { value: 'before' } }
    expect(driver.sent('scan')).toMatchObject([{ filter }, { filter }])
  })

  it('of a write too', async () => {
    const { driver, store } = openEvents()
    const options: { returnValues: 'allOld' | 'allNew'; withCurrent: boolean } = {
      returnValues: 'allOld',
      withCurrent: true,
    }
    const writing = store.put({ zoo: 'z', at: '1' }, options as never)
    options.returnValues = 'allNew'
    options.withCurrent = false
    await writing
    expect(driver.sent('write')).toMatchObject([{ returnValues: 'allOld', wantsCurrent: true }])
  })

  it('of each, for all of its pages', async () => {
    const { driver, store } = openEvents()
    const options = { key: { zoo: 'z' } }
    const pages = store.each(options)
    options.key.zoo = 'other'
    await pages.next()
    expect(driver.sent('query')).toMatchObject([{ partition: { value: 'z' } }])
  })
})
