import { compareKeys, keyText } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryTable, itemOf } from '../test/arbitrary-table.ts'
import { keyOrder } from './key-order.ts'

const pair = arbitraryTable.chain((table) => fc.tuple(fc.constant(table), itemOf(table), itemOf(table)))

describe('the order of key texts', () => {
  it('is that of the keys', () => {
    fc.assert(
      fc.property(pair, ([table, left, right]) => {
        const order = keyOrder(table)(keyText(table, left), keyText(table, right))
        expect(Math.sign(order)).toBe(compareKeys(table, left, right))
      }),
      { numRuns: 1000 },
    )
  })
})
