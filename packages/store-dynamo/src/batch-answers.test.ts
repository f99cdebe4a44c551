import { type BatchWriteRequest, defineTable } from '@cmz/store-core'
import { expect, it } from 'vitest'
import { toBatchGetAnswer, unprocessedWrites } from './batch-answers.ts'

const animals = defineTable({ name: 'animals', partitionKey: 'id' })
const weights = defineTable({ name: 'weights', partitionKey: 'id', sortKey: { name: 'grams', type: 'N' } })
const grams = { N: '1' }

it('tells what was found, and what was not looked at', () => {
  const requests = [
    { table: weights, key: { id: 'leo', grams: 1 } },
    { table: animals, key: { id: 'nobody' } },
    { table: animals, key: { id: 'leo' } },
    { table: animals, key: { id: 'left' } },
    { table: weights, key: { id: 'left', grams: 1 } },
  ]
  const answer = toBatchGetAnswer(requests, {
    Responses: { animals: [{ id: { S: 'leo' }, legs: { N: '4' } }], weights: [{ grams, id: { S: 'leo' } }] },
    UnprocessedKeys: { animals: { Keys: [{ id: { S: 'left' } }] }, weights: { Keys: [{ grams, id: { S: 'left' } }] } },
  })
  expect(answer.items).toEqual([
    { id: 'leo', legs: 4 },
    { id: 'leo', grams: 1 },
  ])
  expect(answer.unprocessed).toEqual([requests[3], requests[4]])
})

it('tells the puts and deletes that were not done', () => {
  const requests: readonly BatchWriteRequest[] = [
    { kind: 'put', table: animals, item: { id: 'a', legs: 4 } },
    { kind: 'put', table: animals, item: { id: 'b' } },
    { kind: 'delete', table: weights, key: { id: 'a', grams: 1 } },
    { kind: 'delete', table: animals, key: { id: 'c' } },
  ]
  const left = unprocessedWrites(requests, {
    UnprocessedItems: {
      animals: [{ PutRequest: { Item: { id: { S: 'a' }, legs: { N: '4' } } } }],
      weights: [{ DeleteRequest: { Key: { grams, id: { S: 'a' } } } }],
    },
  })
  expect(left).toEqual([requests[0], requests[2]])
  expect(unprocessedWrites(requests, {})).toEqual([])
})
