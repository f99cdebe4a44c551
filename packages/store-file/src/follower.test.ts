import { setImmediate as turn } from 'node:timers/promises'
import { appendFile, readFile, truncate } from 'node:fs/promises'
import { defineTable, type Driver } from '@cmz/store-core'
import { type Engine, EngineDriver } from '@cmz/store-memory'
import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { editJournal, journalLine, journalPath } from '../test/journal-text.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { fileDriver, openFileEngine } from './index.ts'

const table = defineTable({
  name: 'users',
  partitionKey: 'id',
  stamps: false,
  indexes: { byN: { partitionKey: { name: 'n', type: 'N' } } },
})

/** Two that share a folder as two processes do: neither knows of the other. */
async function two() {
  const dir = await temporaryFolder()
  const disks = [new FaultyDisk(), new FaultyDisk()] as const
  const [first, second] = [open(dir, { disk: disks[0] }), open(dir, { disk: disks[1] })]
  await first.open(table)
  await second.open(table)
  return { dir, disks, databases: [first, second], stores: [first.store(table), second.store(table)] as const } as const
}

async function openDriver(dir: string): Promise<Driver> {
  const opened = await fileDriver({ dir, disk: new FaultyDisk() })
  onTestFinished(() => opened.close())
  return opened
}

describe('a process that shares a folder', () => {
  it('sees what others write, at once and in every index', async () => {
    const { stores } = await two()
    const [first, second] = stores
    await first.create({ id: 'a', n: 1 })
    expect(await second.get('a')).toEqual({ id: 'a', n: 1 })
    await second.updateFields('a', { n: 2 })
    expect(await first.get('a')).toEqual({ id: 'a', n: 2 })
    expect(await first.query({ index: 'byN', key: { n: 2 } })).toMatchObject({ items: [{ id: 'a' }] })
    expect(await first.query({ index: 'byN', key: { n: 1 } })).toMatchObject({ items: [] })
    await first.purge('a')
    expect(await second.list()).toEqual([])
    expect(await second.query({ index: 'byN', key: { n: 2 } })).toMatchObject({ items: [] })
  })

  it('sees tables and indexes that others define', async () => {
    const dir = await temporaryFolder()
    const [first, second] = [await openDriver(dir), await openDriver(dir)]
    await expect(second.describeTable('users')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await first.ensureTable(table)
    await first.write({ kind: 'put', table, item: { id: 'a' } })
    expect(Object.keys((await second.describeTable('users')).indexes)).toEqual(['byN'])
    expect(await second.get({ table, key: { id: 'a' } })).toEqual({ id: 'a' })
    const wider = defineTable({ ...table, indexes: { ...table.indexes, byM: { partitionKey: 'm' } } })
    await second.ensureTable(wider)
    expect(Object.keys((await first.describeTable('users')).indexes)).toEqual(['byN', 'byM'])
  })

  it('decides conditions on what others wrote', async () => {
    const { stores } = await two()
    const [first, second] = stores
    const creates = Array.from({ length: 40 }, (_, index) => stores[index % 2]!.create({ id: `k${index >> 1}` }))
    const results = (await Promise.allSettled(creates)).map(({ status }) => status)
    expect(results.filter((status) => status === 'fulfilled')).toHaveLength(20)
    expect(await first.list()).toEqual(await second.list())
  })

  it.each([1, 2, 3])('follows across %i folds of others', async (folds) => {
    const { databases, stores } = await two()
    const [first, second] = stores
    for (let fold = 0; fold < folds; fold++) {
      await first.create({ id: `a${fold}`, n: fold })
      await databases[0].fold()
    }
    await first.create({ id: 'b' })
    expect(await second.list()).toHaveLength(folds + 1)
    await second.create({ id: 'c' })
    await databases[1].fold()
    expect(await first.list()).toHaveLength(folds + 2)
    expect(databases.flatMap(({ warnings }) => warnings)).toEqual([])
  })

  it('that cannot load what it needs says so in every call, until it can', async () => {
    const { databases, disks, stores } = await two()
    const [first, second] = stores
    for (const id of ['a', 'b', 'c']) {
      await first.create({ id })
      await databases[0].fold()
    }
    disks[1].fails = ({ name, path }) => (name === 'open' && path.endsWith('users.json') ? 'EMFILE' : undefined)
    for (let attempt = 0; attempt < 3; attempt++) await expect(second.get('c')).rejects.toThrow('EMFILE')
    await expect(second.create({ id: 'd' })).rejects.toThrow('EMFILE')
    disks[1].fails = () => undefined
    expect(await second.list()).toHaveLength(3)
    await second.create({ id: 'd' })
    expect(await first.get('d')).toEqual({ id: 'd' })
  })

  it('waits for the rest of a line that is not whole yet', async () => {
    const { dir, stores } = await two()
    await stores[0].create({ id: 'a' })
    const line = journalLine({ seq: 3, put: { users: [{ id: 'b' }] } })
    await appendFile(journalPath(dir), line.slice(0, 20))
    expect(await stores[1].list()).toEqual([{ id: 'a' }])
    await appendFile(journalPath(dir), line.slice(20))
    expect(await stores[1].list()).toEqual([{ id: 'a' }, { id: 'b' }])
  })

  it('loads again what somebody cut off, before it writes', async () => {
    const { dir, stores } = await two()
    const [first, second] = stores
    await first.create({ id: 'a' })
    const { length } = await readFile(journalPath(dir))
    await first.create({ id: 'b' })
    await truncate(journalPath(dir), length)
    await first.create({ id: 'd' })
    await second.create({ id: 'c' })
    for (const store of stores) expect((await store.list()).map(({ id }) => id)).toEqual(['a', 'c', 'd'])
  })

  it('refuses to go on from a line that is not what was written', async () => {
    const { dir, stores } = await two()
    const [first, second] = stores
    await first.create({ id: 'a' })
    await editJournal(dir, (lines) => lines.map((line) => line.replace('"a"', '"x"')))
    await expect(second.create({ id: 'b' })).rejects.toMatchObject({
      name: 'CorruptFileException',
      file: journalPath(dir),
    })
    expect(await first.get('a')).toEqual({ id: 'a' })
  })
})

describe('a line', () => {
  it('may be as long as a transaction of 100 items of 400 KB', { timeout: 60_000 }, async () => {
    const dir = await temporaryFolder()
    const [first, second] = [await openDriver(dir), await openDriver(dir)]
    await first.ensureTable(table)
    const puts = Array.from({ length: 100 }, (_, index) => {
      const item = { id: String(index), text: String.fromCodePoint(0x61 + (index % 26)).repeat(399_000) }
      return { kind: 'put', table, item } as const
    })
    await first.write({ ...puts[0]!, item: { ...puts[0]!.item, n: 1 } })
    expect((await second.get({ table, key: { id: '0' } }))?.['text']).toBe(puts[0]!.item.text)
    await first.transactWrite(puts)
    await first.write({ kind: 'put', table, item: { id: 'after' } })
    expect(await second.get({ table, key: { id: '99' } })).toEqual(puts[99]!.item)
    expect(await second.get({ table, key: { id: 'after' } })).toEqual({ id: 'after' })
  })

  it('holds any text', async () => {
    const { dir, stores } = await two()
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((each) => each.isWellFormed())
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.dictionary(
          text.filter((name) => name !== '__proto__'),
          text,
        ),
        async (id, item) => {
          await stores[0].put({ ...item, id })
          expect(await stores[1].get(id)).toEqual({ ...item, id })
        },
      ),
      { numRuns: 50 },
    )
    expect(await open(dir, { disk: new FaultyDisk() }).store(table).list()).toEqual(await stores[1].list())
  })
})

describe('several processes at once', () => {
  const id = fc.constantFrom('a', 'b', 'c')
  const command = fc.record({
    who: fc.nat({ max: 2 }),
    what: fc.oneof(
      { weight: 4, arbitrary: fc.record({ put: id, n: fc.nat({ max: 3 }) }) },
      { weight: 2, arbitrary: fc.record({ purge: id }) },
      { weight: 2, arbitrary: fc.constant('fold' as const) },
      { weight: 1, arbitrary: fc.constant('reopen' as const) },
      { weight: 1, arbitrary: fc.constant('drop' as const) },
      { weight: 1, arbitrary: fc.record({ alter: fc.nat() }) },
    ),
  })

  const join = async (dir: string, warn: (message: string) => void): Promise<{ driver: Driver; engine: Engine }> => {
    const { engine, ...opened } = await openFileEngine({ dir, disk: new FaultyDisk(), warn })
    return { engine, driver: new EngineDriver(engine, { transactions: true }, () => opened.close()) }
  }

  it('see the same, whoever writes, drops, alters, folds, comes and goes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 25 }), async (commands) => {
        const dir = await temporaryFolder()
        const warnings: string[] = []
        const warn = (message: string): void => void warnings.push(message)
        const processes = await Promise.all([0, 1, 2].map(() => join(dir, warn)))
        const model = new Map<string, number>()
        let settings = {}
        for (const { who, what } of commands) {
          const { driver: acting, engine: own } = processes[who]!
          await acting.ensureTable(table)
          if (what === 'fold') await acting.fold!()
          else if (what === 'reopen') {
            await acting.close()
            processes[who] = await join(dir, warn)
          } else if (what === 'drop') {
            await own.alterTable('users', () => ({ table: null, result: undefined }))
            model.clear()
            settings = {}
          } else if ('alter' in what) {
            settings = { n: what.alter }
            await own.alterTable('users', () => ({ table: { definition: table, settings }, result: undefined }))
          } else if ('put' in what) {
            await acting.write({ kind: 'put', table, item: { id: what.put, n: what.n } })
            model.set(what.put, what.n)
          } else if (model.delete(what.purge)) {
            await acting.write({ kind: 'delete', table, key: { id: what.purge } })
          }
          await turn() // no process hears of another's write within a turn of its event loop
          for (const { driver, engine } of processes) {
            if (what === 'drop') {
              await expect(driver.scan({ table })).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
              continue
            }
            const { items } = await driver.scan({ table })
            expect(engine.table('users').settings).toEqual(settings)
            expect(Object.fromEntries(items.map((item) => [item['id'], item['n']]))).toEqual(Object.fromEntries(model))
          }
        }
        for (const { driver } of processes) await driver.close()
        expect(warnings).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})
