import type {
  DeleteCommandInput,
  GetCommandInput,
  PutCommandInput,
  QueryCommandInput,
  ScanCommandInput,
  TransactWriteCommandInput,
  UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb'
import {
  type Condition,
  type GetRequest,
  type QueryRequest,
  type ScanRequest,
  UnsupportedException,
  type WriteRequest,
} from '@cmz/store-core'
import { toDocument } from './document.ts'
import { Placeholders } from './placeholders.ts'
import { printCondition, printKeyCondition, printUpdate } from './print.ts'

type Put = Extract<WriteRequest, { kind: 'put' }>
type Update = Extract<WriteRequest, { kind: 'update' }>
type Delete = Extract<WriteRequest, { kind: 'delete' }>
type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** A strongly consistent GetItem. */
export function getParameters({ table, key }: GetRequest): GetCommandInput {
  return { TableName: table.name, Key: toDocument(key), ConsistentRead: true }
}

/** One page of a partition. */
export function queryParameters(request: QueryRequest): QueryCommandInput {
  const placeholders = new Placeholders()
  return {
    ...readParameters(request, placeholders),
    KeyConditionExpression: printKeyCondition(request, placeholders),
    ScanIndexForward: !request.descending,
    ...placeholders.parameters(),
  }
}

/** One page of a whole table or index. */
export function scanParameters(request: ScanRequest): ScanCommandInput {
  const placeholders = new Placeholders()
  return { ...readParameters(request, placeholders), ...placeholders.parameters() }
}

export function putParameters({ table, item, condition }: Put): PutCommandInput {
  const placeholders = new Placeholders()
  return {
    TableName: table.name,
    Item: toDocument(item),
    ...conditionParameters(condition, placeholders),
    ...placeholders.parameters(),
  }
}

/** An UpdateItem that gives the new item back; without an expression where it only checks its condition (rule 5.15). */
export function updateParameters(request: Update): UpdateCommandInput {
  return { ...updateAction(request), ReturnValues: 'ALL_NEW' }
}

export function deleteParameters({ table, key, condition }: Delete): DeleteCommandInput {
  const placeholders = new Placeholders()
  return {
    TableName: table.name,
    Key: toDocument(key),
    ...conditionParameters(condition, placeholders),
    ...placeholders.parameters(),
  }
}

/** The writes as one transaction, in their order. */
export function transactParameters(requests: readonly WriteRequest[]): TransactWriteCommandInput {
  return { TransactItems: requests.map(toAction) }
}

function toAction(request: WriteRequest): Action {
  switch (request.kind) {
    case 'put':
      return { Put: putParameters(request) }
    case 'delete':
      return { Delete: deleteParameters(request) }
    case 'update': {
      const { UpdateExpression, ...action } = updateAction(request)
      if (UpdateExpression !== undefined) return { Update: { ...action, UpdateExpression } }
      const { ConditionExpression } = action
      // in a transaction an Update needs an expression, and a ConditionCheck a condition (rule 10.13)
      if (ConditionExpression === undefined) {
        throw new UnsupportedException(
          'An update in a transaction needs something to set, to remove, or a condition to check',
          { table: request.table.name, key: request.key },
        )
      }
      return { ConditionCheck: { ...action, ConditionExpression } }
    }
  }
}

function updateAction({ table, key, update, condition }: Update): UpdateCommandInput {
  const placeholders = new Placeholders()
  const expression = printUpdate(update, placeholders)
  return {
    TableName: table.name,
    Key: toDocument(key),
    ...(expression !== undefined && { UpdateExpression: expression }),
    ...conditionParameters(condition, placeholders),
    ...placeholders.parameters(),
  }
}

function conditionParameters(
  condition: Condition | undefined,
  placeholders: Placeholders,
): { ConditionExpression?: string } {
  return condition === undefined ? {} : { ConditionExpression: printCondition(condition, placeholders) }
}

type ReadParameters = Pick<
  ScanCommandInput,
  'TableName' | 'IndexName' | 'ConsistentRead' | 'FilterExpression' | 'Limit' | 'ExclusiveStartKey'
>

function readParameters(request: ScanRequest, placeholders: Placeholders): ReadParameters {
  const { table, index, filter, limit, startAfter } = request
  return {
    TableName: table.name,
    ...(index !== undefined && { IndexName: index }),
    // a global index refuses consistent reads (rule 7.23)
    ConsistentRead: index === undefined || table.indexes[index]?.kind === 'local',
    ...(filter && { FilterExpression: printCondition(filter, placeholders) }),
    ...(limit !== undefined && { Limit: limit }),
    ...(startAfter && { ExclusiveStartKey: toDocument(startAfter) }),
  }
}
