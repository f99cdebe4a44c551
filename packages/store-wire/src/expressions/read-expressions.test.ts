import { type Expressed, expressionsOf } from '@cmz/store-core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryExpressed } from '../../test/arbitrary-expressions.ts'
import type { JsonObject } from '../input/json.ts'
import { encodeItem } from '../values/encode.ts'
import { readExpressions, type RequestExpressions } from './read-expressions.ts'

/** Prints what is expressed and reads that. */
function readPrinted(expressed: Expressed): RequestExpressions {
  const { texts, names, values } = expressionsOf(expressed)
  return readExpressions({
    ...texts,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: JSON.parse(encodeItem(values)) as JsonObject }),
  })
}

test('what was printed is read as what it was', () => {
  fc.assert(
    fc.property(arbitraryExpressed, ({ partition, sort, ...expressed }) => {
      const { nested: _, ...found } = readPrinted({
        ...expressed,
        ...(partition && { partition, ...(sort && { sort }) }),
      })
      const keyConditions = partition && [
        { name: partition.name, condition: { op: '=', value: partition.value } },
        ...(sort === undefined ? [] : [{ name: sort.name, condition: sort.condition }]),
      ]
      expect(found).toEqual({ ...expressed, ...(keyConditions && { keyConditions }) })
    }),
    { numRuns: 400 },
  )
})
