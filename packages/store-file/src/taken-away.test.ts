import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable } from '@cmz/store-core'
import { describe, expect, it, vi } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

/** Noticed within a second; a busy machine may take longer. */
const soon = { timeout: 5000, interval: 20 }

async function filled() {
  const dir = await temporaryFolder()
  const database = open(dir, { disk: new FaultyDisk() })
  const users = database.store(table)
  await users.create({ id: 'a', n: 1 })
  await database.fold()
  return { dir, path: join(dir, 'users.json'), users, database }
}

describe('a file that is taken away', () => {
  it('makes the table fail until it is back, the same as it was', async () => {
    const { path, users } = await filled()
    await rename(path, `${path}.away`)
    await vi.waitFor(() => expect(users.get('a')).rejects.toMatchObject({ name: 'DiskException', path }), soon)
    await expect(users.create({ id: 'b' })).rejects.toMatchObject({ name: 'DiskException' })
    await rename(`${path}.away`, path)
    await vi.waitFor(async () => expect(await users.get('a')).toEqual({ id: 'a', n: 1 }), soon)
    await users.create({ id: 'b' })
  })

  it('is not made again by a fold', async () => {
    const { dir, path, users, database } = await filled()
    await users.create({ id: 'b' })
    await rename(path, `${path}.away`)
    await database.fold()
    expect(await readdir(dir)).not.toContain('users.json')
    await rename(`${path}.away`, path)
    await database.fold()
    expect(await users.list()).toHaveLength(2)
    expect(await readFile(path, 'utf8')).toContain('"b"')
  })

  it('while the journal holds only changes to it stops an opening', async () => {
    const { dir, path, users } = await filled()
    await users.create({ id: 'b' })
    await rm(path)
    await expect(open(dir, { disk: new FaultyDisk() }).open()).rejects.toMatchObject({
      name: 'CorruptFileException',
      file: path,
      message: expect.stringContaining('the file is gone'),
    })
  })
})
