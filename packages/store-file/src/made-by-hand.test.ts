import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

describe('a person who', () => {
  it('makes a file for a table that has none yet', async () => {
    const dir = await temporaryFolder()
    const database = open(dir)
    const users = database.store(table)
    await users.create({ id: 'a' })
    await writeFile(join(dir, 'users.json'), '[{"id":"hand"}]')
    await database.fold()
    expect(await users.list()).toEqual([{ id: 'a' }, { id: 'hand' }])
    expect(database.warnings).toEqual([])
  })

  it('makes a file for a table that another process defined', async () => {
    const dir = await temporaryFolder()
    const [first, second] = [open(dir, { disk: new FaultyDisk() }), open(dir, { disk: new FaultyDisk() })]
    await second.open()
    await first.store(table).create({ id: 'a' })
    expect(await second.describeTable('users')).toMatchObject({ name: 'users' })
    await writeFile(join(dir, 'users.json'), '[{"id":"hand"}]')
    await second.fold()
    for (const database of [first, second]) {
      expect(await database.store(table).list()).toEqual([{ id: 'a' }, { id: 'hand' }])
    }
  })
})
