import { rename, writeFile } from 'node:fs/promises'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Database, defineTable } from '@cmz/store-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { nodeDisk } from './disk.ts'
import { fileDriver } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

async function filled(disk = nodeDisk) {
  const dir = await temporaryFolder()
  const database = new Database(async () => fileDriver({ dir, disk }))
  onTestFinished(() => database.close())
  const users = database.store(table)
  await users.create({ id: 'a', n: 1 })
  return { path: join(dir, 'users.json'), users, database }
}

describe('an edit by hand', () => {
  it('is seen by the next read and kept by the next write', async () => {
    const { path, users } = await filled()
    await writeFile(path, '[{"id":"a","n":2},{"id":"b","n":3}]')
    expect(await users.list()).toEqual([
      { id: 'a', n: 2 },
      { id: 'b', n: 3 },
    ])
    await writeFile(path, '[{"id":"a","n":4}]')
    await users.create({ id: 'c' })
    expect(readFileSync(path, 'utf8')).toBe('[\n{"id":"a","n":4},\n{"id":"c"}\n]\n')
  })

  it('is seen by all reads that begin after it', async () => {
    const { path, users } = await filled()
    await writeFile(path, '[{"id":"a","n":2}]')
    expect(await Promise.all([users.get('a'), users.get('a')])).toEqual([
      { id: 'a', n: 2 },
      { id: 'a', n: 2 },
    ])
  })

  it('that is no JSON makes the table fail, is left alone, and is healed by repairing the file', async () => {
    const { path, users, database } = await filled()
    await writeFile(path, '[{"id":"a","n":2},')
    await expect(users.get('a')).rejects.toMatchObject({ name: 'CorruptFileException', file: path, line: 1 })
    await expect(users.create({ id: 'b' })).rejects.toMatchObject({ name: 'CorruptFileException' })
    expect(readFileSync(path, 'utf8')).toBe('[{"id":"a","n":2},')
    await writeFile(path, '[{"id":"a","n":2}]')
    // a store that is new to the database finds it healed too
    expect(await database.store('users', 'id').get('a')).toEqual({ id: 'a', n: 2 })
    expect(await users.get('a')).toEqual({ id: 'a', n: 2 })
  })

  it('that is written in steps counts when it is whole', async () => {
    let step: (() => void) | undefined
    const { path, users } = await filled({
      ...nodeDisk,
      read: async (file) => {
        const bytes = await nodeDisk.read(file)
        step?.()
        step = undefined
        return bytes
      },
    })
    writeFileSync(path, '[{"id":"a",')
    step = () => writeFileSync(path, '[{"id":"a","n":2}]')
    expect(await users.get('a')).toEqual({ id: 'a', n: 2 })
  })

  it('made while a write is on its way is loaded, and the write stands on it', async () => {
    let edit: (() => Promise<void>) | undefined
    const { path, users } = await filled({
      ...nodeDisk,
      sync: async (file) => {
        await nodeDisk.sync(file)
        const now = edit
        edit = undefined
        await now?.()
      },
    })
    edit = () => writeFile(path, '[{"id":"a","n":1},{"id":"hand"}]')
    await users.updateFields('a', { n: 2 })
    expect((await users.list()).map((item) => item['id'])).toEqual(['a', 'hand'])
    expect(readFileSync(path, 'utf8')).toBe('[\n{"id":"a","n":2},\n{"id":"hand"}\n]\n')
  })
})

describe('a file that is taken away', () => {
  it('makes the table fail until it is back, the same as it was', async () => {
    const { path, users } = await filled()
    await rename(path, `${path}.away`)
    await expect(users.get('a')).rejects.toMatchObject({ name: 'DiskException', path })
    await expect(users.create({ id: 'b' })).rejects.toMatchObject({ name: 'DiskException' })
    await rename(`${path}.away`, path)
    expect(await users.get('a')).toEqual({ id: 'a', n: 1 })
  })
})
