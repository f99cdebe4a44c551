import { setImmediate as turn } from 'node:timers/promises'

/** How long work may keep other callers waiting, in ms. */
const slice = 10

/** Runs long work step by step and lets others run in between; work that is done within one slice does not wait. */
export async function inSlices<T>(steps: Generator<unknown, T, void>): Promise<T> {
  for (let until = performance.now() + slice; ;) {
    const { done, value } = steps.next()
    if (done) return value
    if (performance.now() < until) continue
    await turn()
    until = performance.now() + slice
  }
}

/** Runs it at once. */
export function atOnce<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
