import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database, defineTable } from '@cmz/store-core'
import { afterEach, expect, it } from 'vitest'
import { fileDriver } from './index.ts'

const dir = mkdtempSync(join(tmpdir(), 'reset-tokens-'))
afterEach(() => rmSync(dir, { recursive: true }))

it('after going back to the starting data, and opening that again, a token stands for nothing', async () => {
  const table = defineTable({ name: 'things', partitionKey: 'id', stamps: false })
  const open = (): Database => new Database(async () => fileDriver({ dir }))
  const put = async (database: Database): Promise<void> => {
    const things = database.store(table)
    await database.transact((tx) => tx.on(things).put({ id: 'a' }), { token: 'once' })
    expect(await things.list()).toEqual([{ id: 'a' }])
  }
  const first = open()
  await put(first)
  await first.reset()
  await put(first)
  await first.reset()
  await first.close()
  const second = open()
  await put(second)
  await second.close()
})
