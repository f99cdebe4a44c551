import { z } from '@hono/zod-openapi'

/** Plain digits only: `1e1`, `0x2` and ` 1` are numbers to JavaScript, but hardly to whoever wrote them. */
const plain = (text: unknown) => (typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : text)

const pageNumber = z.preprocess(plain, z.int().min(1))
const pageSize = z.preprocess(plain, z.int().min(1).max(100))

/** `page` counts from 1; `pageSize` (or `page_size`) is 1 to 100, by default 15. */
export const pagingQuery = z.object({
  page: pageNumber.default(1),
  pageSize: pageSize.optional().openapi({ description: '1 to 100; default 15' }),
  page_size: pageSize.optional().openapi({ description: 'The same as pageSize' }),
})

const defaultPageSize = 15

/** The schema of a page of `item`. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), page: z.int(), pageSize: z.int(), total: z.int() })
}

export interface PageOf<T> {
  readonly items: T[]
  readonly page: number
  readonly pageSize: number
  /** Of all pages. */
  readonly total: number
}

/** One page of a list. */
export function pageOf<T>(all: readonly T[], query: z.output<typeof pagingQuery>): PageOf<T> {
  const { page } = query
  const size = query.pageSize ?? query.page_size ?? defaultPageSize
  return { items: all.slice((page - 1) * size, page * size), page, pageSize: size, total: all.length }
}
