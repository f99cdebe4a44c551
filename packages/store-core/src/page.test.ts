import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReadPage } from './driver.ts'
import { gatherPage, type Gathered, type PageBounds } from './page.ts'
import type { Item } from './value.ts'

type Part = { readonly limit: number | undefined; readonly startAfter: Item | undefined }

/** Numbered items of which some pass the filter, read in parts of the sizes given, over and over. */
class Source {
  readonly parts: Part[] = []
  readonly #passing: readonly boolean[]
  readonly #sizes: readonly number[]

  constructor(passing: readonly boolean[], sizes: readonly number[]) {
    this.#passing = passing
    this.#sizes = sizes
  }

  get matching(): Item[] {
    return this.#passing.flatMap((passes, n) => (passes ? [{ n }] : []))
  }

  readonly read = async (limit: number | undefined, startAfter: Item | undefined): Promise<ReadPage> => {
    const size = this.#sizes[this.parts.length % this.#sizes.length]!
    this.parts.push({ limit, startAfter })
    const start = startAfter === undefined ? 0 : Number(startAfter['n']) + 1
    const end = Math.min(start + Math.min(size, limit ?? Infinity), this.#passing.length)
    const items = this.matching.filter(({ n }) => Number(n) >= start && Number(n) < end)
    // like DynamoDB, it says that there may be more where it stops at the very last item (rule 7.13)
    const stoppedEarly = end - start === Math.min(size, limit ?? Infinity)
    return { items, scanned: end - start, ...(stoppedEarly && { lastKey: { n: end - 1 } }) }
  }

  page(bounds: PageBounds): Promise<Gathered> {
    return gatherPage(this.read, (item) => ({ n: item['n']! }), bounds)
  }
}

const sources = fc
  .tuple(
    fc.array(fc.boolean(), { maxLength: 40 }),
    fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
  )
  .map(([passing, sizes]) => new Source(passing, sizes))

async function pages(source: Source, bounds: Omit<PageBounds, 'startAfter'>): Promise<Gathered[]> {
  const all: Gathered[] = []
  let startAfter: Item | undefined
  do {
    const page = await source.page({ ...bounds, startAfter })
    all.push(page)
    startAfter = page.position
  } while (startAfter !== undefined)
  return all
}

describe('gatherPage', () => {
  it('gives every match once, in full pages, and a position only if another match follows', async () => {
    await fc.assert(
      fc.asyncProperty(sources, fc.integer({ min: 1, max: 9 }), async (source, limit) => {
        const all = await pages(source, { limit })
        expect(all.flatMap(({ items }) => items)).toEqual(source.matching)
        expect(all.slice(0, -1).every(({ items }) => items.length === limit)).toBe(true)
        expect(all.some(({ partial }) => partial)).toBe(false)
        expect(all).toHaveLength(Math.max(1, Math.ceil(source.matching.length / limit)))
      }),
    )
  })

  it('reads everything where there is no limit', async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (source) => {
        const { items, position } = await source.page({ limit: Infinity })
        expect(items).toEqual(source.matching)
        expect(position).toBeUndefined()
        expect(source.parts.every(({ limit }) => limit === undefined)).toBe(true)
      }),
    )
  })

  it('takes more items in one part than a call takes arguments', async () => {
    const source = new Source(
      Array.from({ length: 300_000 }, () => true),
      [1e9],
    )
    expect((await source.page({ limit: Infinity })).items).toHaveLength(300_000)
  })

  it('looks at no more items than maxScanned, and marks the page that ends for it', async () => {
    const bounded = fc.record({ limit: fc.integer({ min: 1, max: 9 }), maxScanned: fc.integer({ min: 1, max: 9 }) })
    await fc.assert(
      fc.asyncProperty(sources, bounded, async (source, bounds) => {
        const all = await pages(source, bounds)
        expect(all.flatMap(({ items }) => items)).toEqual(source.matching)
        for (const { items, position, partial } of all) {
          expect(items.length).toBeLessThanOrEqual(bounds.limit)
          if (partial) expect(position).toBeDefined()
          else if (position !== undefined) expect(items).toHaveLength(bounds.limit)
        }
        expect(source.parts.every((part) => part.limit! <= bounds.maxScanned)).toBe(true)
      }),
    )
  })

  it('counts what it looked at over all parts', async () => {
    const source = new Source(
      Array.from({ length: 20 }, () => false),
      [3],
    )
    const page = await source.page({ limit: 5, maxScanned: 7 })
    expect(page).toEqual({ items: [], position: { n: 6 }, partial: true })
    expect(source.parts.map(({ limit }) => limit)).toEqual([6, 4, 1])
  })

  it('costs one read of one item more where nothing is left out', async () => {
    const source = new Source(
      Array.from({ length: 20 }, () => true),
      [100],
    )
    const page = await source.page({ limit: 5 })
    expect(page.position).toEqual({ n: 4 })
    expect(source.parts).toEqual([{ limit: 6 }])
  })

  it('reads ever larger parts where few items match, up to what DynamoDB takes', async () => {
    const source = new Source(
      Array.from({ length: 3000 }, () => false),
      [1e9],
    )
    await source.page({ limit: 1 })
    const limits = source.parts.map(({ limit }) => limit!)
    expect(limits).toEqual(limits.map((_, round) => 2 * 2 ** round))
    const huge = new Source([true], [1e9])
    await huge.page({ limit: Number.MAX_SAFE_INTEGER })
    expect(huge.parts).toEqual([{ limit: 2 ** 31 - 1 }])
  })

  it('asks for what is missing only', async () => {
    const source = new Source(
      Array.from({ length: 20 }, () => true),
      [2],
    )
    await source.page({ limit: 5 })
    expect(source.parts.map(({ limit }) => limit)).toEqual([6, (6 - 2) * 2, (6 - 4) * 4])
  })

  it('stops between parts when it is told to', async () => {
    const source = new Source(
      Array.from({ length: 9 }, () => false),
      [1],
    )
    const controller = new AbortController()
    const reading = gatherPage(
      (limit, startAfter) => {
        if (source.parts.length === 2) controller.abort(new Error('enough'))
        return source.read(limit, startAfter)
      },
      (item) => item,
      { limit: 5, signal: controller.signal },
    )
    await expect(reading).rejects.toThrow('enough')
    expect(source.parts).toHaveLength(3)
  })
})
