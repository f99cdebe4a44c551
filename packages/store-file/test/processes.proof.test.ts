import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Item } from '@cmz/store-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { FileEngineOptions } from '../src/index.ts'
import { ChildProgram } from './child-program.ts'
import { ChildThread } from './child-thread.ts'
import { openOwn } from './own-engine.ts'
import { increment } from './programs/tasks.ts'
import { ProcessPool } from './process-pool.ts'
import { rounds } from './rounds.ts'

const pool = new ProcessPool(8)

afterEach(() => {
  for (const process of pool.take()) expect(process.stderr).toBe('')
})

/** Processes that have opened a folder. */
async function opened(
  count: number,
  dir: string,
  options: Pick<FileEngineOptions, 'foldBytes'> = {},
): Promise<readonly ChildProgram[]> {
  const children = pool.take(count)
  await Promise.all(children.map((child) => child.ask('open', { dir, ...options })))
  return children
}

/** All of them close; what they leave is what a person reads: nothing but the files, and one journal to go on with. */
async function allClosed(dir: string, children: readonly ChildProgram[]): Promise<readonly Item[]> {
  await Promise.all(children.map((child) => child.ask('close')))
  expect((await readdir(dir)).toSorted()).toEqual(['.store', 'items.json'])
  expect((await readdir(join(dir, '.store'))).filter((name) => /journal|tmp|conflicts|lost/.test(name))).toHaveLength(1)
  return JSON.parse(await readFile(join(dir, 'items.json'), 'utf8')) as readonly Item[]
}

describe('processes that write to one folder at the same time', { timeout: 600_000 }, () => {
  it.each([
    ['with journals of the usual length', {}],
    ['while journals are folded all the time', { foldBytes: 20_000 }],
  ])('lose no read-modify-write of one item, %s', async (_how, options) => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const children = await opened(8, dir, options)
    const times = rounds(5000)
    await Promise.all(children.map((child) => child.ask('count', { id: 'a', times })))
    expect(await own.read('a')).toEqual({ id: 'a', n: 8 * times })
    await own.close()
    expect(await allClosed(dir, children)).toEqual([{ id: 'a', n: 8 * times }])
  })

  it('create each of the same 1,000 keys exactly once', async () => {
    const dir = await pool.folder()
    const children = await opened(8, dir)
    await children[0]!.ask('ensureTables')
    const ids = Array.from({ length: 1000 }, (_, index) => `key-${String(index).padStart(4, '0')}`)
    const created = await Promise.all(children.map((child, by) => child.ask('createMissing', ids, `process-${by}`)))
    expect(created.flat().toSorted()).toEqual(ids)
    const by = new Map(created.flatMap((own, number) => own.map((id) => [id, `process-${number}`] as const)))
    expect(await allClosed(dir, children)).toEqual(ids.map((id) => ({ id, by: by.get(id) })))
  })

  it("see each other's writes as soon as they were acknowledged", async () => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const [child] = await opened(1, dir)
    for (let n = 1; n <= rounds(3000); n += 2) {
      await child!.ask('write', { id: 'a', n })
      expect(await own.read('a')).toEqual({ id: 'a', n })
      await own.write({ id: 'a', n: n + 1 })
      expect(await child!.ask('read', 'a')).toEqual({ id: 'a', n: n + 1 })
    }
  })

  it('do not starve one that writes now and then', async ({ annotate }) => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const [busy, other, calm] = await opened(3, dir)
    const hammered = [busy!, other!].map((child, index) => child.ask('hammer', { id: `busy-${index}`, atOnce: 16 }))
    let longest = 0
    for (let times = rounds(500); times > 0; times--) {
      longest = Math.max(longest, await calm!.ask('count', { id: 'calm', times: 1 }))
    }
    await annotate(`longest wait for a write beside two processes in a hot loop: ${longest.toFixed(1)} ms`)
    await Promise.all([busy!, other!].map((child) => child.ask('stopHammering')))
    const counted = await Promise.all(hammered)
    for (const [index, n] of counted.entries()) expect(await own.read(`busy-${index}`)).toMatchObject({ n })
    expect(await own.read('calm')).toMatchObject({ n: rounds(500) })
  })

  it('go on when one of them dies with the lock in its hands', async () => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const [other] = await opened(1, dir)
    for (let round = 1; round <= rounds(30); round++) {
      const child = await ChildProgram.start()
      await child.ask('open', { dir })
      const counting = other!.ask('count', { id: 'a', times: 20 })
      await expect(child.ask('dieWriting')).rejects.toThrow('gone')
      await counting
      await increment(own.engine, 'a')
      expect(await own.read('a')).toEqual({ id: 'a', n: round * 21 })
    }
  })

  it('fold at the same time', async () => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const children = await opened(4, dir, { foldBytes: 300 })
    const times = rounds(2000)
    const foldAll = async (child: ChildProgram): Promise<void> => {
      for (let fold = rounds(200); fold > 0; fold--) await child.ask('fold')
    }
    await Promise.all(
      children.flatMap((child, index) => [
        child.ask('count', { id: `${index % 2}`, times, atOnce: 3 }),
        foldAll(child),
      ]),
    )
    const expected = [0, 1].map((id) => ({ id: String(id), n: 2 * times }))
    expect(await Promise.all(['0', '1'].map(own.read))).toEqual(expected)
    await own.close()
    expect(await allClosed(dir, children)).toEqual(expected)
  })

  it('follow one that goes back to the starting data', async () => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const children = await opened(3, dir, { foldBytes: 3_000 })
    const [, , third] = children as readonly [ChildProgram, ChildProgram, ChildProgram]
    const writers = children.slice(0, 2)
    for (let round = 1; round <= rounds(100); round++) {
      const hammered = writers.map((child) => child.ask('hammer', { id: 'a', atOnce: 4 }))
      for (let reset = 0; reset < 5; reset++) await third.ask('reset')
      for (const child of writers) await child.ask('stopHammering')
      await Promise.all(hammered)
      await third.ask('reset')
      await Promise.all(writers.map((child) => child.ask('count', { id: 'a', times: 10 })))
      expect(await own.read('a')).toEqual({ id: 'a', n: 20 })
      expect(await third.ask('read', 'a')).toEqual({ id: 'a', n: 20 })
    }
  })

  it('follow one that drops the table and makes it again', async () => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const children = await opened(3, dir, { foldBytes: 3_000 })
    const [, , third] = children as readonly [ChildProgram, ChildProgram, ChildProgram]
    const writers = children.slice(0, 2)
    let n = 0
    await third.ask('makeAgain', n)
    for (let round = 1; round <= rounds(100); round++) {
      const serving = writers.map((child) => child.ask('serve', 'a', ['items']))
      for (let time = 0; time < 5; time++) expect(await third.ask('makeAgain', n + 1)).toBe(n++)
      for (const child of writers) await child.ask('stopHammering')
      for (const served of await Promise.all(serving)) {
        expect(Object.keys(served['items']!.refusals).filter((name) => name !== 'ResourceNotFoundException')).toEqual(
          [],
        )
      }
      await third.ask('makeAgain', ++n)
      await Promise.all(writers.map((child) => child.ask('count', { id: 'a', times: 10 })))
      expect(await own.read('a')).toEqual({ id: 'a', n: 20 })
      expect(own.engine.table('items').settings).toEqual({ n })
    }
    await own.close()
    expect(await allClosed(dir, children)).toEqual([{ id: 'a', n: 20 }])
  })

  it('find everything after they were idle while others folded, many times', async () => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const [reader, writer] = await opened(2, dir)
    for (let round = 1; round <= rounds(50); round++) {
      for (let n = 1; n <= 7; n++) {
        await own.write({ id: `${n}`, round })
        await own.engine.fold()
      }
      expect(await reader!.ask('read', '7')).toEqual({ id: '7', round })
      await writer!.ask('write', { id: 'mine', round })
      expect(await own.read('mine')).toEqual({ id: 'mine', round })
    }
  })
})

describe('threads of one process, each with an engine of its own', { timeout: 600_000 }, () => {
  it('lose no read-modify-write, and never wait for each other without end', async () => {
    const dir = await pool.folder()
    const own = await openOwn(dir)
    const threads = Array.from({ length: 6 }, () => ChildThread.start())
    await Promise.all(threads.map((thread) => thread.ask('open', { dir, foldBytes: 5_000 })))
    const times = rounds(3000)
    const foldAll = async (thread: ChildThread): Promise<void> => {
      for (let fold = rounds(100); fold > 0; fold--) await thread.ask('fold')
    }
    await Promise.all(
      threads.flatMap((thread) => [thread.ask('count', { id: 'a', times, atOnce: 3 }), foldAll(thread)]),
    )
    expect(await own.read('a')).toEqual({ id: 'a', n: 6 * times })
    await Promise.all(threads.map((thread) => thread.ask('close')))
  })
})
