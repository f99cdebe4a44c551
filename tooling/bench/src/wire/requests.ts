import { fieldsOf, familyIdOf, type User, userIdOf, userOf } from '../items.ts'
import { scattered } from '../random.ts'
import { usersTable } from '../us/users-table.ts'
import type { HttpBenchName } from './wire-benches.ts'

const tableName = usersTable.name
const indexName = 'byFamily'
const familyMembers = 10

/** One request: the operation and its JSON. */
export interface WireRequest {
  readonly operation: string
  readonly body: string
}

export function createTable(): WireRequest {
  return request('CreateTable', {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'userId', AttributeType: 'S' },
      { AttributeName: 'familyId', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'userId', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: indexName,
        KeySchema: [{ AttributeName: 'familyId', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  })
}

/** The request that lays down an item. */
export function load(position: number): WireRequest {
  return request('PutItem', { Item: tagged(userAt(position, 0)) })
}

/** Requests of a bench; those of each round differ, and everybody's of the same round are the same. */
export function requestsOf(bench: HttpBenchName, items: number, round: number, count: number): readonly WireRequest[] {
  return Array.from({ length: count }, (_each, turn) => {
    const position = Math.floor(scattered(turn, round + 100) * items)
    return requestAt(bench, position, round * count + turn + 1)
  })
}

export function userAt(position: number, version: number): User {
  return userOf(position, version, Math.floor(position / familyMembers))
}

function requestAt(bench: HttpBenchName, position: number, version: number): WireRequest {
  switch (bench) {
    case 'wire-get':
      return request('GetItem', { Key: { userId: { S: userIdOf(position) } } })
    case 'wire-put':
      return request('PutItem', { Item: tagged(userAt(position, version)) })
    case 'wire-update': {
      const { displayName, visits } = fieldsOf(position, version)
      return request('UpdateItem', {
        Key: { userId: { S: userIdOf(position) } },
        UpdateExpression: 'SET displayName = :displayName, visits = :visits',
        ExpressionAttributeValues: tagged({ ':displayName': displayName, ':visits': visits }),
      })
    }
    case 'wire-query':
      return request('Query', {
        IndexName: indexName,
        KeyConditionExpression: 'familyId = :familyId',
        ExpressionAttributeValues: tagged({ ':familyId': familyIdOf(Math.floor(position / familyMembers)) }),
        Limit: familyMembers,
      })
  }
}

function request(operation: string, input: object): WireRequest {
  return { operation, body: JSON.stringify({ TableName: tableName, ...input }) }
}

/** The members of an item with DynamoDB's type tags. */
export function tagged(item: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, tag(value)]))
}

function tag(value: unknown): unknown {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  return Array.isArray(value) ? { L: value.map(tag) } : { M: tagged(value as object) }
}
