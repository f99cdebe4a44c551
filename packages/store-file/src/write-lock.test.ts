import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { WriteLock } from './write-lock.ts'

/** Locks on the same files, each like that of a process of its own. */
async function locks(count: number, disk: FaultyDisk = new FaultyDisk()): Promise<readonly WriteLock[]> {
  const dir = await temporaryFolder()
  return Array.from({ length: count }, () => {
    const [lock, turn] = [disk.openLock(join(dir, 'lock')), disk.openLock(join(dir, 'turn-lock'))]
    onTestFinished(() => {
      lock.close()
      turn.close()
    })
    return new WriteLock(lock, turn)
  })
}

describe('a write lock', () => {
  it('costs no turn where there is nobody to wait for', async () => {
    const [lock] = await locks(1)
    for (let round = 0; round < 3; round++) {
      expect(lock!.take()).toBeUndefined()
      lock!.release()
    }
  })

  it('is given to the callers of one process in their order', async () => {
    const [lock] = await locks(1)
    expect(lock!.take()).toBeUndefined()
    const order: number[] = []
    const waiting = [1, 2, 3].map(async (caller) => {
      await lock!.take()
      order.push(caller)
      lock!.release()
    })
    expect(order).toEqual([])
    lock!.release()
    await Promise.all(waiting)
    expect(order).toEqual([1, 2, 3])
  })

  it('is held by one at a time, of all processes', async () => {
    const all = await locks(3)
    let holders = 0
    let most = 0
    await Promise.all(
      all.map(async (lock) => {
        for (let round = 0; round < 50; round++) {
          await lock.take()
          most = Math.max(most, ++holders)
          if (round % 5 === 0) await new Promise(setImmediate)
          holders--
          lock.release()
        }
      }),
    )
    expect([most, holders]).toEqual([1, 0])
  })

  it('is not kept for longer than a slice by one who writes without pause', async () => {
    const [greedy, modest] = await locks(2)
    const served: number[] = []
    let rounds = 0
    const serve = async (): Promise<void> => {
      await modest!.take()
      served.push(rounds)
      modest!.release()
    }
    await greedy!.take()
    const serving = serve()
    greedy!.release()
    for (; served.length === 0 && rounds < 1_000_000; rounds++) {
      await greedy!.take()
      if (rounds % 100 === 0) await new Promise(setImmediate)
      greedy!.release()
    }
    await serving
    expect(rounds).toBeLessThan(1_000_000)
  })

  it.each(['lock', 'turn-lock'])(
    'that fails (%s) is told to its caller, and those behind get theirs',
    async (which) => {
      const disk = new FaultyDisk()
      const [lock, other] = await locks(2, disk)
      expect(lock!.take()).toBeUndefined()
      const behind = [lock!.take(), lock!.take()]
      disk.fails = ({ name, path }) => {
        if (name !== 'tryLock' || !path.endsWith(`/${which}`)) return undefined
        disk.fails = () => undefined
        return 'ENOLCK'
      }
      vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000) // the slice ends
      onTestFinished(() => void vi.restoreAllMocks())
      lock!.release()
      await expect(behind[0]).rejects.toThrow('ENOLCK')
      await behind[1]
      lock!.release()
      await other!.take()
      other!.release()
    },
  )

  it('that fails while it is waited for leaves the turn to others', async () => {
    const disk = new FaultyDisk()
    const [first, second, third] = await locks(3, disk)
    await first!.take()
    disk.fails = ({ name }) => (name === 'waitForLock' ? 'EIO' : undefined)
    await expect(second!.take()).rejects.toThrow('EIO')
    disk.fails = () => undefined
    const waiting = third!.take()
    first!.release()
    await waiting
    third!.release()
    await second!.take()
    second!.release()
  })
})
