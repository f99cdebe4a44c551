import { compareKeys, defineTable, type Item, keyText } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryFilled, type Filled, itemOf } from '../test/arbitrary-table.ts'
import { type ItemChange, mergePages, mergeSteps } from './merge-pages.ts'
import { type Page, pageBytes } from './page.ts'
import { PagedItems } from './paged-items.ts'
import { formatSnapshot } from './snapshot.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })
const file = 'users.json'

function fileOf(pages: readonly Page[]): string {
  return pages.length === 0
    ? '[\n]\n'
    : `[\n${pages.map((page) => Buffer.from(pageBytes(page)).toString()).join(',\n')}\n]\n`
}

function paged({ table: any, items }: Filled, size: number): PagedItems {
  return PagedItems.read(any, file, [Buffer.from(formatSnapshot(any, items.values()))], size)
}

/** Puts and removals of items that are there, and of others. */
function changesTo({ table: any, items }: Filled): fc.Arbitrary<readonly ItemChange[]> {
  const one = itemOf(any).chain((item) =>
    fc.constantFrom(
      { text: keyText(any, item), item },
      { text: keyText(any, item), item: null },
      ...[...items.keys()].map((text) => ({ text, item: null })),
      ...[...items].map(([text, before]) => ({ text, item: { ...before, new: 1 } })),
    ),
  )
  return fc.array(one, { maxLength: 20 }).map((changes) => {
    const last = new Map(changes.map((change) => [change.text, change]))
    const keys = new Map([...items].map(([text, item]) => [text, item]))
    const itemFor = ({ text, item }: ItemChange) => item ?? keys.get(text)
    // a removal of what never was there needs no place in the order
    const known = [...last.values()].filter((change) => itemFor(change) !== undefined)
    return known.toSorted((left, right) => compareKeys(any, itemFor(left)!, itemFor(right)!))
  })
}

function merged(items: ReadonlyMap<string, Item>, changes: readonly ItemChange[]): readonly Item[] {
  const after = new Map(items)
  for (const { text, item } of changes) {
    if (item === null) after.delete(text)
    else after.set(text, item)
  }
  return [...after.values()]
}

describe('merged pages', () => {
  it('are the file of the changed items, again and again', () => {
    const filled = arbitraryFilled.chain((each) =>
      fc.tuple(fc.constant(each), changesTo(each), changesTo(each), fc.constantFrom(1, 60, 300, 16_384)),
    )
    fc.assert(
      fc.property(filled, ([each, first, second, size]) => {
        const once = [...mergePages(each.table, paged(each, size), first, size)]
        const after = merged(each.items, first)
        expect(fileOf(once)).toBe(formatSnapshot(each.table, after))
        const between = PagedItems.of(each.table, file, once)
        expect(between.size).toBe(after.length)
        const twice = [...mergePages(each.table, between, second, size)]
        const byText = new Map(after.map((item) => [keyText(each.table, item), item]))
        expect(fileOf(twice)).toBe(formatSnapshot(each.table, merged(byText, second)))
        for (const page of [...once, ...twice]) expect(page.length).toBeGreaterThan(0)
        expect([...PagedItems.of(each.table, file, once).entries()].map(([text]) => text)).toEqual(
          [...PagedItems.read(each.table, file, [Buffer.from(fileOf(once))]).entries()].map(([text]) => text),
        )
      }),
      { numRuns: 300 },
    )
  })

  const many = new Map(Array.from({ length: 1000 }, (_, n) => [id(n), { id: id(n), pad: 'x'.repeat(n % 50) }]))
  const base = paged({ table, items: many }, 1000)

  it('share the pages that no change touches', () => {
    const pages = [...mergePages(table, base, [{ text: id(500), item: { id: id(500) } }], 1000)]
    expect(pages.filter((page) => !base.pages.includes(page))).toHaveLength(1)
    expect([...mergePages(table, base, [], 1000)]).toEqual(base.pages)
  })

  it('let go of a buffer of which little is left', () => {
    const others = [...many.keys()].filter((_, n) => n % 10 > 0).map((text, n) => ({ text, item: { id: text, n } }))
    const half = others.slice(0, 500)
    const once = [...mergePages(table, base, half, 1000)]
    const isOfFile = ({ buffer }: Page) => buffer === base.pages[0]!.buffer
    expect(once.some(isOfFile)).toBe(true)
    const twice = [...mergePages(table, PagedItems.of(table, file, once), [], 1000)]
    expect(twice.some(isOfFile)).toBe(false)
    expect(fileOf(twice)).toBe(fileOf(once))
  })

  it('are not split or joined more than needed', () => {
    const doubled = [...many.values()].map((item) => ({ text: item.id, item: { ...item, more: 'y'.repeat(100) } }))
    const few = [...many.keys()].filter((_, n) => n % 10 > 0).map((text) => ({ text, item: null }))
    const added = Array.from({ length: 1000 }, (_, n) => ({
      text: `${id(500)}-${id(n)}`,
      item: { id: `${id(500)}-${id(n)}` },
    }))
    for (const changes of [doubled, few, added]) {
      const pages = [...mergePages(table, base, changes, 1000)]
      expect(fileOf(pages)).toBe(formatSnapshot(table, merged(many, changes)))
      for (const page of pages.slice(0, -1)) expect(page.length).toBeGreaterThan(490)
      for (const page of pages) expect(page.length).toBeLessThan(2200)
    }
  })

  it('of a table without pages are those of the changes', () => {
    const changes = [...many].map(([text, item]) => ({ text, item }))
    for (const empty of [undefined, PagedItems.of(table, file, [])]) {
      const pages = [...mergePages(table, empty, changes, 1000)]
      expect(fileOf(pages)).toBe(formatSnapshot(table, many.values()))
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThan(2200)
    }
  })

  it('vanish with their items, a page at a time', () => {
    const removals = [...many.keys()].map((text) => ({ text, item: null }))
    expect([...mergePages(table, base, removals, 1000)]).toEqual([])
    expect([...mergeSteps(table, base, removals, 1000)].length).toBeGreaterThanOrEqual(base.pages.length)
  })
})

function id(n: number): string {
  return `user_${String(n).padStart(6, '0')}`
}
