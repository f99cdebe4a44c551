import { type Condition, expressionsOf, type Expressed } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { withLeo } from './with-leo.ts'

const limit = 4096
const tooManyOperators = /The expression contains too many operators; operator count: 301/
const tooLong = /Expression size has exceeded the maximum allowed size; expression size: 4\d{3}/

const fields = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, index]))

/** Each a path of these steps, so that the limit of bytes comes before that of operators, or after it. */
const anyOf = (count: number, ...inside: readonly string[]): Condition => ({
  op: 'or',
  all: Array.from({ length: count }, (_, index): Condition => ({ op: 'exists', path: [`field${index}`, ...inside] })),
})
const deep = ['within', 'deeper']

/** How many parts an expression can have. */
function mostParts(request: (count: number) => Expressed): number {
  const size = (count: number): number =>
    Math.max(...Object.values(expressionsOf(request(count)).texts).map((text) => text.length))
  let count = 2
  while (size(count + 1) <= limit) count++
  return count
}

const mostFields = mostParts((count) => ({
  update: Object.keys(fields(count)).map((name) => ({ op: 'set', path: [name], to: { value: 1 } })),
}))
const mostConditions = mostParts((count) => ({ condition: anyOf(count, ...deep) }))
const mostAttributes = mostParts((count) => ({ projection: Object.keys(fields(count)).map((name) => [name] as const) }))

export const expressions: readonly Scenario[] = theme('expressions', {
  'an update has up to 4,096 bytes of expression': {
    rule: '4.26',
    run: async (context) => {
      const store = await withLeo(context, {})
      await store.updateFields('leo', fields(mostFields))
      await refused(store.updateFields('leo', fields(mostFields + 1)), 'ValidationException', tooLong)
    },
  },
  'a filter has up to 4,096 bytes of expression': {
    rule: '4.26',
    run: async (context) => {
      const store = await withLeo(context, { field3: 1 })
      await store.list({ where: () => anyOf(mostConditions, ...deep) })
      await refused(store.list({ where: () => anyOf(mostConditions + 1, ...deep) }), 'ValidationException', tooLong)
    },
  },
  'a filter has up to 300 operators': {
    rule: '4.27',
    run: async (context) => {
      const store = await withLeo(context, { field3: 1 })
      // so many functions, and one OR less
      expect(await store.list({ where: () => anyOf(150) })).toHaveLength(1)
      await refused(store.list({ where: () => anyOf(151) }), 'ValidationException', tooManyOperators)
    },
  },
  'a projection has up to 4,096 bytes of expression': {
    rule: '4.26',
    run: async (context) => {
      const store = await withLeo(context, { field3: 1 })
      await store.get('leo', { projection: Object.keys(fields(mostAttributes)) })
      const more = Object.keys(fields(mostAttributes + 1))
      await refused(store.get('leo', { projection: more }), 'ValidationException', tooLong)
    },
  },
})
