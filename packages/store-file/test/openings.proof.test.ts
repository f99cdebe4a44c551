import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ChildProgram } from './child-program.ts'
import { openOwn } from './own-engine.ts'
import { ProcessPool } from './process-pool.ts'
import { rounds } from './rounds.ts'

const pool = new ProcessPool(4)

afterEach(() => {
  for (const process of pool.take()) expect(process.stderr).toBe('')
})

describe('processes that come and go', { timeout: 600_000 }, () => {
  it('open a new folder at the same moment', async () => {
    const children = pool.take(2)
    for (let round = 1; round <= rounds(200); round++) {
      const dir = join(await pool.folder(), 'new')
      await Promise.all(children.map((child) => child.ask('visit', { dir, times: 2, id: 'a' })))
      expect(JSON.parse(await readFile(join(dir, 'items.json'), 'utf8')), `round ${round}`).toEqual([{ id: 'a', n: 4 }])
    }
  })

  it('start with the data of a dataset once', async () => {
    const children = pool.take()
    const dataset = await pool.folder()
    await writeFile(join(dataset, 'items.json'), '[{"id":"a","n":100}]')
    for (let round = 1; round <= rounds(100); round++) {
      const dir = await pool.folder()
      await Promise.all(children.map((child) => child.ask('visit', { dir, dataset, times: 2, id: 'a' })))
      expect(JSON.parse(await readFile(join(dir, 'items.json'), 'utf8'))).toEqual([{ id: 'a', n: 108 }])
    }
  })

  it('see in a new folder what another has begun', async () => {
    const children = pool.take(2)
    for (let round = 1; round <= rounds(200); round++) {
      const dir = await pool.folder()
      await Promise.all(children.map((child) => child.ask('open', { dir })))
      const [writer, reader] = children.toSorted(() => Math.random() - 0.5) as [ChildProgram, ChildProgram]
      await expect(reader.ask('read', 'a')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
      await writer.ask('ensureTables')
      await writer.ask('write', { id: 'a', round })
      expect(await reader.ask('read', 'a')).toEqual({ id: 'a', round })
      await Promise.all(children.map((child) => child.ask('close')))
    }
  })

  it('leave a folder that nobody wrote to as they found it', async () => {
    const dir = await pool.folder()
    const children = pool.take()
    for (let round = 1; round <= rounds(20); round++) {
      await Promise.all(children.map((child) => child.ask('visit', { dir, times: 50 })))
      expect(await readdir(dir)).toEqual([])
    }
    const visits = children.map((child, index) =>
      child.ask('visit', { dir, times: 20, ...(index === 0 && { id: 'a' }) }),
    )
    await Promise.all(visits)
    expect(JSON.parse(await readFile(join(dir, 'items.json'), 'utf8'))).toEqual([{ id: 'a', n: 20 }])
  })

  it('open while others write and fold', async () => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const children = pool.take()
    const times = rounds(200)
    await Promise.all(children.slice(0, 2).map((child) => child.ask('open', { dir, foldBytes: 300 })))
    await Promise.all([
      ...children.slice(0, 2).map((child) => child.ask('count', { id: 'a', times: 20 * times })),
      ...children.slice(2).map((child) => child.ask('visit', { dir, times, id: 'a' })),
    ])
    expect(await own.read('a')).toEqual({ id: 'a', n: 42 * times })
  })

  it('are told when somebody else has the folder alone, and who', async () => {
    const dir = await pool.folder()
    const [second, third] = pool.take(2)
    const first = await ChildProgram.start()
    await first.ask('open', { dir, sharing: 'exclusive' })
    for (const sharing of ['shared', 'exclusive'] as const) {
      await expect(second!.ask('open', { dir, sharing })).rejects.toMatchObject({
        name: 'DirectoryLockedException',
        message: expect.stringContaining(String(first.pid)),
      })
    }
    await first.ask('ensureTables')
    await first.ask('write', { id: 'a' })
    await first.kill()
    await second!.ask('open', { dir })
    expect(await second!.ask('read', 'a')).toEqual({ id: 'a' })
    await expect(third!.ask('open', { dir, sharing: 'exclusive' })).rejects.toMatchObject({
      name: 'DirectoryLockedException',
    })
    await second!.ask('close')
    await third!.ask('open', { dir, sharing: 'exclusive' })
  })
})
