const runLength = 256
/** Comparisons between two pauses. */
const sliceLength = 2048

/**
 * Sorts by merging, stably, and pauses every few milliseconds whatever the length is. The array is used up; the sorted
 * one is returned.
 */
export function* sortInSlices<T>(items: T[], compare: (left: T, right: T) => number): Generator<void, T[], void> {
  for (let start = 0; start < items.length; start += runLength) {
    const run = items.slice(start, start + runLength).toSorted(compare)
    for (let index = 0; index < run.length; index++) items[start + index] = run[index]!
    if (start % sliceLength === 0) yield
  }
  let from = items
  let to = from.slice()
  for (let width = runLength; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length)
      const end = Math.min(start + 2 * width, from.length)
      let left = start
      let right = middle
      const isSorted = middle === end || compare(from[middle - 1]!, from[middle]!) <= 0
      for (let at = start; at < end; at++) {
        const takesLeft = left < middle && (isSorted || right >= end || compare(from[left]!, from[right]!) <= 0)
        to[at] = takesLeft ? from[left++]! : from[right++]!
        if (at % sliceLength === 0) yield
      }
    }
    ;[from, to] = [to, from]
  }
  return from
}
