import type {
  BatchGetItemCommandInput,
  BatchWriteItemCommandInput,
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  ScanCommandInput,
  TransactGetItemsCommandInput,
  TransactWriteItemsCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import {
  type BatchWriteRequest,
  type DeleteRequest,
  type GetRequest,
  type Path,
  type PutRequest,
  type QueryRequest,
  type ReturnValues,
  type ScanRequest,
  type TransactOptions,
  type TransactRequest,
  UnsupportedException,
  type UpdateRequest,
} from '@cmz/store-core'
import { toAttributeValues } from './attribute-value.ts'
import { Placeholders } from './placeholders.ts'
import { printCondition, printKeyCondition, printPath } from './print.ts'
import { printUpdate } from './print-update.ts'

type Returning = { readonly returnValues?: ReturnValues }
type Action = NonNullable<TransactWriteItemsCommandInput['TransactItems']>[number]

/** A strongly consistent GetItem. */
export function getParameters(request: GetRequest): GetItemCommandInput {
  return { ...getAction(request), ConsistentRead: true }
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
  const { segment } = request
  return {
    ...readParameters(request, placeholders),
    ...(segment && { Segment: segment.number, TotalSegments: segment.of }),
    ...placeholders.parameters(),
  }
}

export function putParameters({ table, item, returnValues, ...request }: PutRequest & Returning): PutItemCommandInput {
  const placeholders = new Placeholders()
  return {
    TableName: table.name,
    Item: toAttributeValues(item),
    ...conditionParameters(request, placeholders),
    ...placeholders.parameters(),
    ...(returnValues === 'allOld' && { ReturnValues: 'ALL_OLD' }),
  }
}

const returnValuesOf = {
  allNew: 'ALL_NEW',
  allOld: 'ALL_OLD',
  updatedNew: 'UPDATED_NEW',
  updatedOld: 'UPDATED_OLD',
} as const

/** An UpdateItem that gives an item back; without an expression where it only checks its condition (rule 5.15). */
export function updateParameters(request: UpdateRequest & Returning): UpdateItemCommandInput {
  return { ...updateAction(request), ReturnValues: returnValuesOf[request.returnValues ?? 'allNew'] }
}

export function deleteParameters({
  table,
  key,
  returnValues,
  ...request
}: DeleteRequest & Returning): DeleteItemCommandInput {
  const placeholders = new Placeholders()
  return {
    TableName: table.name,
    Key: toAttributeValues(key),
    ...conditionParameters(request, placeholders),
    ...placeholders.parameters(),
    ...(returnValues === 'allOld' && { ReturnValues: 'ALL_OLD' }),
  }
}

/** The requests as one transaction, in their order. */
export function transactParameters(
  requests: readonly TransactRequest[],
  { token }: TransactOptions = {},
): TransactWriteItemsCommandInput {
  return { TransactItems: requests.map(toAction), ...(token !== undefined && { ClientRequestToken: token }) }
}

/** Reads of one moment, in their order. */
export function transactGetParameters(requests: readonly GetRequest[]): TransactGetItemsCommandInput {
  return { TransactItems: requests.map((request) => ({ Get: getAction(request) })) }
}

/** Strongly consistent reads, by table; all reads of one table have the same projection. */
export function batchGetParameters(requests: readonly GetRequest[]): BatchGetItemCommandInput {
  const tables = Map.groupBy(requests, ({ table }) => table.name)
  return {
    RequestItems: Object.fromEntries(
      [...tables].map(([name, ofTable]) => {
        const { Key: _key, TableName: _name, ...common } = getAction(ofTable[0]!)
        return [name, { Keys: ofTable.map(({ key }) => toAttributeValues(key)), ConsistentRead: true, ...common }]
      }),
    ),
  }
}

/** Puts and deletes by table. */
export function batchWriteParameters(requests: readonly BatchWriteRequest[]): BatchWriteItemCommandInput {
  const tables = Map.groupBy(requests, ({ table }) => table.name)
  return {
    RequestItems: Object.fromEntries(
      [...tables].map(([name, ofTable]) => [
        name,
        ofTable.map((request) =>
          request.kind === 'put'
            ? { PutRequest: { Item: toAttributeValues(request.item) } }
            : { DeleteRequest: { Key: toAttributeValues(request.key) } },
        ),
      ]),
    ),
  }
}

function getAction({ table, key, projection }: GetRequest): Omit<GetItemCommandInput, 'ConsistentRead'> {
  const placeholders = new Placeholders()
  return {
    TableName: table.name,
    Key: toAttributeValues(key),
    ...projectionParameters(projection, placeholders),
    ...placeholders.parameters(),
  }
}

function toAction(request: TransactRequest): Action {
  switch (request.kind) {
    case 'put':
      return { Put: putParameters(request) }
    case 'delete':
      return { Delete: deleteParameters(request) }
    case 'check': {
      const { ConditionExpression, ...check } = deleteParameters({ ...request, kind: 'delete' })
      return { ConditionCheck: { ...check, ConditionExpression: ConditionExpression! } }
    }
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

function updateAction({ table, key, update, ...request }: UpdateRequest): UpdateItemCommandInput {
  const placeholders = new Placeholders()
  const expression = printUpdate(update, placeholders)
  return {
    TableName: table.name,
    Key: toAttributeValues(key),
    ...(expression !== undefined && { UpdateExpression: expression }),
    ...conditionParameters(request, placeholders),
    ...placeholders.parameters(),
  }
}

function conditionParameters(
  { condition, wantsCurrent }: Pick<PutRequest, 'condition' | 'wantsCurrent'>,
  placeholders: Placeholders,
): Pick<PutItemCommandInput, 'ConditionExpression' | 'ReturnValuesOnConditionCheckFailure'> {
  return {
    ...(condition && { ConditionExpression: printCondition(condition, placeholders) }),
    ...(wantsCurrent === true && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
  }
}

type ReadParameters = Pick<
  ScanCommandInput,
  | 'TableName'
  | 'IndexName'
  | 'ConsistentRead'
  | 'FilterExpression'
  | 'ProjectionExpression'
  | 'Select'
  | 'Limit'
  | 'ExclusiveStartKey'
>

function readParameters(request: QueryRequest | ScanRequest, placeholders: Placeholders): ReadParameters {
  const { table, index, filter, limit, startAfter, countOnly } = request
  return {
    TableName: table.name,
    ...(index !== undefined && { IndexName: index }),
    // a global index refuses consistent reads (rule 7.23)
    ConsistentRead: index === undefined || table.indexes[index]?.kind === 'local',
    ...(filter && { FilterExpression: printCondition(filter, placeholders) }),
    ...(countOnly === true ? { Select: 'COUNT' } : projectionParameters(request.projection, placeholders)),
    ...(limit !== undefined && { Limit: limit }),
    ...(startAfter && { ExclusiveStartKey: toAttributeValues(startAfter) }),
  }
}

function projectionParameters(
  projection: readonly Path[] | undefined,
  placeholders: Placeholders,
): { readonly ProjectionExpression?: string } {
  if (projection === undefined) return {}
  return { ProjectionExpression: projection.map((path) => printPath(path, placeholders)).join(',') }
}
