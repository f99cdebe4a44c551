import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable } from '@cmz/store-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { contents } from '../test/contents.ts'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { Folder } from './folder.ts'
import type { Sharing } from './index.ts'
import { Locks } from './locks.ts'
import { nodeDisk } from './node-disk.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

const program = `
  import { fileDriver } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)}
  const [dir, stay, ...sharings] = process.argv.slice(1)
  const results = []
  for (const sharing of sharings) {
    try {
      const driver = await fileDriver({ dir, sharing })
      if (stay === 'yes') setInterval(() => {}, 1000)
      else await driver.close()
      results.push('opened')
    } catch (error) {
      results.push({ name: error.name, pid: error.pid, message: error.message })
    }
  }
  console.log(JSON.stringify(results))`

const argumentsFor = (dir: string, stay: 'yes' | 'no', sharings: readonly Sharing[]): readonly string[] => [
  '--conditions=@cmz/source',
  '--input-type=module',
  '-e',
  program,
  dir,
  stay,
  ...sharings,
]

/** What another process hears that opens the folder. */
function openElsewhere(dir: string, ...sharings: readonly Sharing[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, argumentsFor(dir, 'no', sharings), { encoding: 'utf8' })
  return stdout === '' ? stderr : JSON.parse(stdout)
}

/** Another process that has the folder until it is killed. */
async function heldElsewhere(dir: string, sharing: Sharing) {
  const child = spawn(process.execPath, argumentsFor(dir, 'yes', [sharing]), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  onTestFinished(kill)
  expect(String(await once(child.stdout, 'data'))).toBe('["opened"]\n')
  return { pid: child.pid!, kill }
}

describe('a folder', () => {
  it('that one has alone is refused to others, naming its pid, and nothing changes', async () => {
    const dir = await temporaryFolder()
    const database = open(dir, { sharing: 'exclusive' })
    await database.store(table).create({ id: 'a' })
    await database.fold()
    const before = await contents(dir)
    const refused = expect.objectContaining({ name: 'DirectoryLockedException', pid: process.pid })
    expect(openElsewhere(dir, 'shared', 'exclusive')).toEqual([refused, refused])
    expect(await contents(dir)).toEqual(before)
    await database.close()
    expect(await open(dir, { sharing: 'exclusive' }).store(table).list()).toEqual([{ id: 'a' }])
  })

  it('that others use may be used by more, but not by one who wants it alone', async () => {
    const dir = await temporaryFolder()
    await open(dir).store(table).create({ id: 'a' })
    const message = expect.stringContaining('in use by another process')
    expect(openElsewhere(dir, 'shared', 'exclusive')).toEqual(['opened', { name: 'DirectoryLockedException', message }])
  })

  it('is refused within one process too', async () => {
    const dir = await temporaryFolder()
    const refused = { name: 'DirectoryLockedException', pid: process.pid }
    const shared = await open(dir).open()
    await expect(open(dir, { sharing: 'exclusive' }).open()).rejects.toMatchObject(refused)
    await expect(open(dir, { sharing: 'exclusive', disk: new FaultyDisk() }).open()).rejects.toMatchObject({
      name: 'DirectoryLockedException',
    })
    await shared.close()
    await open(dir, { sharing: 'exclusive' }).open()
    await expect(open(dir, { disk: new FaultyDisk() }).open()).rejects.toMatchObject(refused)
  })

  it('is free at once when whoever had it alone is killed, and names no pid of the dead', async () => {
    const dir = await temporaryFolder()
    const holder = await heldElsewhere(dir, 'exclusive')
    await expect(open(dir).open()).rejects.toMatchObject({ name: 'DirectoryLockedException', pid: holder.pid })
    await holder.kill()
    await open(dir).store(table).create({ id: 'a' })
    await expect(open(dir, { sharing: 'exclusive', disk: new FaultyDisk() }).open()).rejects.toMatchObject({
      name: 'DirectoryLockedException',
      pid: undefined,
    })
  })

  it('is tidied by the last who leaves it, where nobody wrote', async () => {
    const dir = await temporaryFolder()
    const [first, second] = [open(dir, { disk: new FaultyDisk() }), open(dir, { disk: new FaultyDisk() })]
    await first.open()
    await second.open()
    await first.close()
    expect(await readdir(join(dir, '.store'))).toHaveLength(4)
    await second.close()
    expect(await readdir(dir)).toEqual([])
  })

  it('is left to those who came after it was tidied up, by whoever lets go late', async () => {
    const dir = await temporaryFolder()
    const folder = new Folder(dir, nodeDisk)
    const take = async (): Promise<Locks> => {
      folder.prepare()
      return Locks.open(folder, 'shared')
    }
    const late = await take()
    await rm(join(dir, '.store'), { recursive: true }) // as somebody does who left in between
    const next = await take()
    late.closeAndTidy()
    expect(next.areThere()).toBe(true)
    next.closeAndTidy()
    expect(await readdir(dir)).toEqual([])
  })

  it('is opened by everybody who comes while others leave', async () => {
    const dir = await temporaryFolder()
    const rounds = Array.from({ length: 6 }, async (_, index) => {
      for (let round = 0; round < 10; round++) {
        const database = open(dir, { disk: new FaultyDisk() })
        await database.open()
        if ((round + index) % 3 === 0) await Promise.resolve()
        await database.close()
      }
    })
    await Promise.all(rounds)
    expect(await readdir(dir)).toEqual([])
  })

  it('is folded by six at once without a standstill', async () => {
    const dir = await temporaryFolder()
    const databases = Array.from({ length: 6 }, () => open(dir, { disk: new FaultyDisk() }))
    for (const [index, database] of databases.entries()) await database.store(table).create({ id: String(index) })
    await Promise.all(databases.map((database) => database.fold()))
    expect(await databases[0]!.store(table).list()).toHaveLength(6)
  })
})
