import type { Item, TableDefinition } from '@cmz/store-core'
import { pageSize } from './cut-pages.ts'
import { keyOrder } from './key-order.ts'
import { type Page, separator } from './page.ts'
import { PageWriter } from './page-writer.ts'
import { lineOfKey, type PagedItems } from './paged-items.ts'
import { lineOf } from './snapshot.ts'

/** What became of an item; `null` removes it. */
export interface ItemChange {
  /** The text of its key. */
  readonly text: string
  readonly item: Item | null
}

/**
 * The pages of a table with changes merged in, which are sorted by key: one page per step, in order. A page that no
 * change touches is the same page as before, unless little else of its buffer is in use any more. CorruptFileException
 * where a page that is touched cannot be read.
 */
export function* mergePages(
  table: TableDefinition,
  base: PagedItems | undefined,
  changes: readonly ItemChange[],
  size: number = pageSize,
): Generator<Page, void, void> {
  for (const page of mergeSteps(table, base, changes, size)) if (page !== undefined) yield page
}

/** How many changes are merged between two steps. */
const stepSize = 256

/** The same in steps that are short whatever the changes are; `undefined` is a step without a page, as of removals. */
export function* mergeSteps(
  table: TableDefinition,
  base: PagedItems | undefined,
  changes: readonly ItemChange[],
  size: number = pageSize,
): Generator<Page | undefined, void, void> {
  const written = new PageWriter(size)
  const put = ({ text, item }: ItemChange) => {
    if (item !== null) written.addText(lineOf(table, item), text)
  }
  let next = 0
  if (base !== undefined && base.pages.length > 0) {
    const compare = keyOrder(table)
    const isSparse = sparseness(base.pages)
    let touched = pageOfChange(base, changes[next])
    for (const [position, page] of base.pages.entries()) {
      if (position < touched && (written.isFilled || !written.isOpen)) {
        if (written.isOpen) yield written.page()
        yield isSparse(page) ? page.copy() : page
        continue
      }
      const { starts, keys } = base.lines(position)
      let line = 0
      const keepUpTo = (end: number) => {
        for (; line < end; line++) {
          const after = starts[line + 1]
          written.add(
            page.buffer,
            starts[line]!,
            after === undefined ? page.end : after - separator.length,
            keys[line]!,
          )
        }
      }
      for (; touched === position; touched = pageOfChange(base, changes[++next])) {
        const found = lineOfKey(keys, changes[next]!.text, compare, line)
        keepUpTo(found < 0 ? -1 - found : found)
        if (found >= 0) line++
        put(changes[next]!)
        while (written.isFull) yield written.page()
        if (next % stepSize === 0) yield undefined
      }
      keepUpTo(keys.length)
      while (written.isFull) yield written.page()
      yield written.isFilled ? written.page() : undefined
    }
  }
  for (; next < changes.length; next++) {
    put(changes[next]!)
    while (written.isFull) yield written.page()
  }
  if (written.isOpen) yield written.page()
}

/** The page that a change touches; none comes after the last change. */
function pageOfChange(base: PagedItems, change: ItemChange | undefined): number {
  return change === undefined ? base.pages.length : base.pageOf(change.text)
}

/** Tells pages of buffers that they fill by less than half, and would keep from being freed. */
function sparseness(pages: readonly Page[]): (page: Page) => boolean {
  const used = new Map<Buffer, number>()
  for (const { buffer, length } of pages) used.set(buffer, (used.get(buffer) ?? 0) + length)
  return ({ buffer }) => used.get(buffer)! * 2 < buffer.length
}
