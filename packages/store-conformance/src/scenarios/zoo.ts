import { compare, type Item, type Value } from '@cmz/store-core'

/** Items with one string key, and nothing that the store adds: what is written is the whole item. */
export const animals = {
  name: 'animal',
  partitionKey: 'animalId',
  softDelete: false,
  stamps: false,
} as const

/** The same, with soft delete and stamps. */
export const users = { name: 'user', partitionKey: 'userId', idPrefix: 'user' } as const

/** Partitions ordered by a string. */
export const visits = {
  name: 'visit',
  partitionKey: 'zoo',
  sortKey: 'day',
  softDelete: false,
  stamps: false,
} as const

/** Partitions ordered by a number. */
export const weights = {
  name: 'weight',
  partitionKey: 'animalId',
  sortKey: { name: 'grams', type: 'N' },
  softDelete: false,
  stamps: false,
} as const

/** Partitions ordered by bytes. */
export const tags = {
  name: 'tag',
  partitionKey: 'animalId',
  sortKey: { name: 'code', type: 'B' },
  softDelete: false,
  stamps: false,
} as const

/** In the order of their names. */
export const days: readonly string[] = ['friday', 'monday', 'sunday', 'tuesday']
/** A visit for each of them. */
export const week: readonly Item[] = days.map((day, index) => ({
  zoo: 'north',
  day,
  guests: index,
  place: { gate: index, roads: ['a', { b: index }] },
}))

export const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

/** A value in so many lists within each other. */
export const nested = (levels: number): Value => (levels === 0 ? 'deep' : [nested(levels - 1)])

/** One attribute of every item, in the order given. */
export function all(items: readonly Item[], attribute: string): unknown[] {
  return items.map((item) => item[attribute])
}

/** The same, in ascending order, for reads that promise none. */
export function sorted(items: readonly Item[], attribute: string): unknown[] {
  return items.map((item) => item[attribute]!).toSorted((left, right) => compare(left, right) ?? 0)
}
