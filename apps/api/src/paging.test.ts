import { expect, it } from 'vitest'
import { pageOf, pagingQuery } from './paging.ts'

const all = Array.from({ length: 32 }, (_, index) => index)

it.each([
  [{}, { page: 1, pageSize: 15, total: 32, items: all.slice(0, 15) }],
  [{ page: '3' }, { page: 3, pageSize: 15, total: 32, items: [30, 31] }],
  [{ page: '4' }, { page: 4, pageSize: 15, total: 32, items: [] }],
  [
    { pageSize: '2', page: '2' },
    { page: 2, pageSize: 2, total: 32, items: [2, 3] },
  ],
  [{ page_size: '100' }, { page: 1, pageSize: 100, total: 32, items: all }],
])('%j', (query, page) => {
  expect(pageOf(all, pagingQuery.parse(query))).toEqual(page)
})

it.each(['0', '-1', '+1', '1.5', '1e1', '0x2', ' 1', '1 ', '', '99999999999999999999', '٣'])(
  'refuses the page %j',
  (page) => {
    expect(pagingQuery.safeParse({ page }).success).toBe(false)
    expect(pagingQuery.safeParse({ pageSize: page }).success).toBe(false)
  },
)
