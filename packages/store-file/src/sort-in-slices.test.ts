import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortInSlices } from './sort-in-slices.ts'

function sorted<T>(
  items: readonly T[],
  compare: (left: T, right: T) => number,
): { result: readonly T[]; steps: number } {
  const steps = sortInSlices([...items], compare)
  for (let count = 0; ; count++) {
    const { done, value } = steps.next()
    if (done) return { result: value, steps: count }
  }
}

describe('sorting in slices', () => {
  it('sorts as the whole does, equals in their order', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 3000, size: 'max' })
    fc.assert(
      fc.property(numbers, (values) => {
        const items = values.map((value, index) => ({ value, index }))
        const compare = (left: { value: number }, right: { value: number }) => left.value - right.value
        expect(sorted(items, compare).result).toEqual(items.toSorted(compare))
      }),
      { numRuns: 50 },
    )
  })

  it('pauses often', () => {
    let since = 0
    let most = 0
    const items = Array.from({ length: 50_000 }, (_, n) => (n * 7919) % 50_000)
    const steps = sortInSlices(items, (left, right) => {
      since++
      return left - right
    })
    for (let done = false; !done; since = 0) {
      done = steps.next().done === true
      most = Math.max(most, since)
    }
    expect(most).toBeLessThan(20_000)
  })
})
