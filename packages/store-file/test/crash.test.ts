import { Database, defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { fileDriver } from '../src/index.ts'
import { ForgetfulDisk } from './forgetful-disk.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false, softDelete: false })
const other = defineTable({ name: 'families', partitionKey: 'id', stamps: false, softDelete: false })

type State = Record<string, number>

/** Writes in a fixed order until the power is cut; tells what was acknowledged and what was under way. */
async function history(disk: ForgetfulDisk): Promise<{ acknowledged: State; pending: State | undefined }> {
  let acknowledged: State = {}
  let pending: State | undefined
  const step = async (next: State, write: () => Promise<unknown>): Promise<void> => {
    pending = next
    await write()
    acknowledged = next
    pending = undefined
  }
  try {
    const database = new Database(async () => fileDriver({ dir: '/data', disk }))
    const users = database.store(table)
    await database.store(other).create({ id: 'f' })
    await step({ a: 1 }, () => users.create({ id: 'a', n: 1 }))
    await step({ a: 1, b: 1 }, () => users.create({ id: 'b', n: 1 }))
    await step({ a: 2, b: 1 }, () => users.updateFields('a', { n: 2 }))
    await database.close()
    const reopened = new Database(async () => fileDriver({ dir: '/data', disk }))
    await step({ a: 2 }, () => reopened.store(table).purge('b'))
    await step({ a: 2, c: 3 }, () => reopened.store(table).put({ id: 'c', n: 3 }))
    await reopened.close()
  } catch (error) {
    if (disk.steps < disk.cutAfter) throw error
  }
  return { acknowledged, pending }
}

async function reopen(disk: ForgetfulDisk): Promise<State> {
  await using database = new Database(async () => fileDriver({ dir: '/data', disk }))
  const items = await database.store(table).list()
  return Object.fromEntries(items.map((item) => [item['id'], item['n']])) as State
}

describe('power cut after every step', () => {
  for (const names of ['lost', 'kept'] as const) {
    it(`opens to what was acknowledged, or to that and what was under way (unsynced names ${names})`, async () => {
      const whole = new ForgetfulDisk()
      await history(whole)
      expect(whole.steps).toBeGreaterThan(30)
      for (let cut = 0; cut <= whole.steps; cut++) {
        const disk = new ForgetfulDisk()
        disk.cutAfter = cut
        const { acknowledged, pending } = await history(disk)
        disk.restart(names)
        const found = await reopen(disk)
        expect([acknowledged, pending ?? acknowledged], `cut after step ${cut} of ${whole.steps}`).toContainEqual(found)
      }
    })
  }

  it('would be seen if a sync that the data rest on were left out', async () => {
    const whole = new ForgetfulDisk()
    const syncs = new Set<string>()
    const record = whole.sync.bind(whole)
    whole.sync = (path) => {
      syncs.add(path)
      return record(path)
    }
    await history(whole)
    for (const skipped of [
      '/data/users.json.tmp',
      '/data/families.json.tmp',
      '/data/.store/tables.json.tmp',
      '/data',
    ]) {
      expect(syncs).toContain(skipped)
      expect(await losesSomething(skipped), `without the sync of ${skipped}`).toBe(true)
    }
  })
})

async function losesSomething(skipped: string): Promise<boolean> {
  for (const names of ['lost', 'kept'] as const) {
    for (let cut = 10; ; cut++) {
      const disk = new ForgetfulDisk()
      const sync = disk.sync.bind(disk)
      disk.sync = async (path) => (path === skipped ? undefined : sync(path))
      disk.cutAfter = cut
      const { acknowledged, pending } = await history(disk)
      const finished = disk.steps < cut
      disk.restart(names)
      const found = await reopen(disk).catch(() => undefined)
      const allowed = [acknowledged, pending ?? acknowledged].map((state) => JSON.stringify(state))
      if (!allowed.includes(JSON.stringify(found))) return true
      if (finished) break
    }
  }
  return false
}
