import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../test/temporary-folder.ts'
import type { DiskLock } from './disk.ts'
import { wakeKeeper } from './lock-keeper.ts'
import { nodeDisk } from './node-disk.ts'

/** The same lock, opened so many times: each is like that of a process of its own. */
async function locks(count: number): Promise<readonly DiskLock[]> {
  const path = join(await temporaryFolder(), 'lock')
  return Array.from({ length: count }, () => {
    const lock = nodeDisk.openLock(path)
    onTestFinished(() => lock.close())
    return lock
  })
}

function isFree(lock: DiskLock): boolean {
  const free = lock.tryLock()
  if (free) lock.unlock()
  return free
}

/** Uses a lock without pause until it stays, as `other` sees; then it is not in use. */
async function keep(lock: DiskLock, other: DiskLock): Promise<void> {
  for (;;) {
    const end = performance.now() + 20
    while (performance.now() < end) {
      if (!lock.resume()) expect(lock.tryLock()).toBe(true)
      lock.linger()
    }
    if (!isFree(other)) return
    await pause(1) // the thread that looks after it has to start, or was quicker
  }
}

describe('a lock of this machine', () => {
  it('is let go of at once by whoever wants it now and then', async () => {
    const [lock, other] = await locks(2)
    for (let round = 0; round < 10; round++) {
      expect(lock!.tryLock()).toBe(true)
      lock!.linger()
      expect(isFree(other!)).toBe(true)
      expect(lock!.resume()).toBe(false)
    }
  })

  it('stays with whoever wants it without pause, until the turn of the event loop ends', async () => {
    const [lock, other] = await locks(2)
    await keep(lock!, other!)
    await new Promise<void>((resolve) => process.nextTick(resolve))
    expect(isFree(other!)).toBe(true)
    expect(lock!.resume()).toBe(false)
  })

  it('stays no longer where its thread is held up', async () => {
    const [lock, other] = await locks(2)
    await keep(lock!, other!)
    const cell = new Int32Array(new SharedArrayBuffer(4))
    let rounds = 0
    while (!isFree(other!) && rounds++ < 5000) Atomics.wait(cell, 0, 0, 1)
    expect(isFree(other!)).toBe(true)
    expect(lock!.resume()).toBe(false)
  })

  it('is looked after again when the thread had gone to sleep', async () => {
    const [lock, other] = await locks(2)
    await keep(lock!, other!)
    while (wakeKeeper()) await pause(10)
    await keep(lock!, other!)
    await new Promise(setImmediate)
    expect(isFree(other!)).toBe(true)
  })

  it('is let go of with its file', async () => {
    const path = join(await temporaryFolder(), 'lock')
    const [lock, other] = [nodeDisk.openLock(path), nodeDisk.openLock(path)]
    await keep(lock, other)
    lock.close()
    expect(isFree(other)).toBe(true)
    other.close()
  })

  it('is never held by two, however they come and go', { timeout: 60_000 }, async () => {
    const path = join(await temporaryFolder(), 'lock')
    const shared = new Int32Array(new SharedArrayBuffer(8)) // who is inside, and how often two were
    const workerData = { path, shared, ms: 1500 }
    const threads = [1, 2].map(
      () => new Worker(new URL('../test/programs/lock-user.ts', import.meta.url), { workerData }),
    )
    const used = await Promise.all(
      threads.map(async (thread) => {
        const count = new Promise<{ rounds: number; resumed: number }>((resolve, reject) => {
          thread.once('message', resolve)
          thread.once('error', reject)
        })
        return count
      }),
    )
    await Promise.all(threads.map((thread) => thread.terminate()))
    expect(shared[1]).toBe(0)
    expect(used.every(({ rounds, resumed }) => rounds > 100 && resumed > 0)).toBe(true)
  })
})
