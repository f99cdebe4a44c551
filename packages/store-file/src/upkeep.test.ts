import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { Upkeep } from './upkeep.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
})

/** An upkeep whose tasks a test can hold up or fail. */
function make() {
  const folds: number[] = []
  const looks: number[] = []
  const warnings: string[] = []
  const tasks = { fold: async (): Promise<void> => {}, look: async (): Promise<void> => {} }
  const start = performance.now()
  const now = (): number => Math.round(performance.now() - start)
  const made = new Upkeep({
    fold: async () => {
      folds.push(now())
      await tasks.fold()
    },
    look: async () => {
      looks.push(now())
      await tasks.look()
    },
    warn: (message) => void warnings.push(message),
  })
  onTestFinished(() => made.stop())
  return { upkeep: made, tasks, folds, looks, warnings }
}

const after = (time: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, time))
const fail = async (message: string): Promise<void> => {
  throw new Error(message)
}

describe('folding', () => {
  it('waits until nobody has written for a moment', async () => {
    const { upkeep, folds } = make()
    for (let write = 0; write < 10; write++) {
      upkeep.wrote(false)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(folds).toEqual([])
    await vi.advanceTimersByTimeAsync(400)
    expect(folds).toHaveLength(1)
    expect(folds[0]).toBeGreaterThanOrEqual(1100)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(folds).toHaveLength(1)
  })

  it('does not wait where the journal is long', async () => {
    const { upkeep, folds } = make()
    upkeep.wrote(true)
    expect(folds).toEqual([0])
  })

  it('is done again for what was written while it was under way, however long that took', async () => {
    for (const [duration, write] of [
      [50, 10],
      [500, 10],
      [500, 490],
      [5000, 100],
    ] as const) {
      const { upkeep, tasks, folds } = make()
      tasks.fold = () => after(duration)
      upkeep.wrote(true)
      await vi.advanceTimersByTimeAsync(write)
      upkeep.wrote(true)
      await vi.advanceTimersByTimeAsync(duration + 1000)
      expect(folds).toHaveLength(2)
      await vi.advanceTimersByTimeAsync(duration + 10_000)
      expect(folds).toHaveLength(2)
    }
  })

  it('that fails is tried again, not at once and not with every write, and is said once', async () => {
    const { upkeep, tasks, folds, warnings } = make()
    upkeep.watch()
    tasks.fold = () => fail('full')
    upkeep.wrote(true)
    for (let write = 0; write < 50; write++) {
      await vi.advanceTimersByTimeAsync(100)
      upkeep.wrote(true)
    }
    expect(folds.length).toBeGreaterThanOrEqual(4)
    expect(folds.length).toBeLessThanOrEqual(6)
    expect(warnings).toEqual(['full'])
    tasks.fold = async () => {}
    await vi.advanceTimersByTimeAsync(2000)
    const count = folds.length
    await vi.advanceTimersByTimeAsync(10_000)
    expect(folds).toHaveLength(count)
    tasks.fold = () => fail('full')
    upkeep.wrote(true)
    await vi.advanceTimersByTimeAsync(100)
    expect(warnings).toEqual(['full', 'full'])
  })

  it('ends with a stop', async () => {
    const { upkeep, folds, looks } = make()
    upkeep.watch()
    upkeep.wrote(false)
    upkeep.stop()
    upkeep.wrote(false)
    upkeep.foldWhenIdle()
    upkeep.watch()
    await vi.advanceTimersByTimeAsync(10_000)
    expect([folds, looks]).toEqual([[], []])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('looking', () => {
  it('happens several times a second, and what fails is said once for as long as it is the same', async () => {
    const { upkeep, tasks, looks, warnings } = make()
    upkeep.watch()
    tasks.look = () => fail('gone')
    await vi.advanceTimersByTimeAsync(1000)
    expect(looks.length).toBeGreaterThanOrEqual(4)
    tasks.look = () => fail('worse')
    await vi.advanceTimersByTimeAsync(1000)
    tasks.look = async () => {}
    await vi.advanceTimersByTimeAsync(1000)
    tasks.look = () => fail('gone')
    await vi.advanceTimersByTimeAsync(1000)
    expect(warnings).toEqual(['gone', 'worse', 'gone'])
  })
})
