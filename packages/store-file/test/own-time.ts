import { afterAll, beforeAll, vi } from 'vitest'
import { Seeded } from './seeded.ts'

const idle = 300
let now = 0
let random = new Seeded(0)

/**
 * Gives the tests of a file a time of their own, which goes on by a little whenever somebody looks, and now and then
 * by so much that long work gives way to others. So nothing is waited for, and the same seed gives the same history.
 */
export function useOwnTime(): void {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    performance.now = () => (now += random.chance(0.02) ? 15 : 0.01)
  })
  afterAll(() => {
    Reflect.deleteProperty(performance, 'now') // its own one is the prototype's
    vi.useRealTimers()
  })
}

/** The choices of time from here on. */
export function startTime(seed: number): void {
  random = new Seeded(seed)
}

/** Nobody does anything for so long that the store does what it does then. */
export function passIdleTime(): void {
  now += idle
  vi.advanceTimersByTime(idle)
}
