import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable, type TableDefinition } from '@cmz/store-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { fileDriver } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

describe('a table name', () => {
  it.each(['../users', '/tmp/users', 'a/../../users', '..', '.', '', 'a\0b', 'users\\..', '.store/tables'])(
    'like %j cannot lead out of the folder',
    async (name) => {
      const outside = await temporaryFolder()
      const dir = join(outside, 'data')
      const driver = await fileDriver({ dir, disk: new FaultyDisk() })
      onTestFinished(() => driver.close())
      const wrong: TableDefinition = { ...table, name }
      await expect(driver.ensureTable(wrong)).rejects.toMatchObject({ name: 'ValidationException' })
      await expect(driver.get({ table: wrong, key: { id: 'a' } })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      })
      await driver.fold!()
      await driver.close()
      expect(await readdir(outside)).toEqual(['data'])
      expect(await readdir(dir)).toEqual([])
    },
  )

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '...', '.store', 'users.json'])(
    'like %j is a name like any other',
    async (name) => {
      const dir = await temporaryFolder()
      const [first, second] = [open(dir), open(dir, { disk: new FaultyDisk() })]
      const odd = defineTable({ name, partitionKey: 'id', stamps: false })
      await first.store(odd).create({ id: 'a' })
      expect(await second.store(odd).list()).toEqual([{ id: 'a' }])
      await second.store(odd).create({ id: 'b' })
      await second.fold()
      await first.reset()
      expect(await second.store(odd).list()).toEqual([])
      await first.store(odd).create({ id: 'c' })
      await first.close()
      await second.close()
      expect(await open(dir).store(odd).list()).toEqual([{ id: 'c' }])
      expect(await readdir(dir)).toContain(`${name}.json`)
    },
  )

  it('longer than a file name can be is said to be', async () => {
    const long = defineTable({ name: 'x'.repeat(250), partitionKey: 'id', stamps: false })
    const dir = await temporaryFolder()
    await expect(open(dir).store(long).create({ id: 'a' })).rejects.toThrow('at most 246 characters')
  })
})
