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
  type Expressed,
  type Expressions,
  expressionsOf,
  type GetRequest,
  type PutRequest,
  type QueryRequest,
  type ReturnValues,
  type ScanRequest,
  type TransactOptions,
  type TransactRequest,
  UnsupportedException,
  type UpdateRequest,
} from '@cmz/store-core'
import { type AttributeValues, toAttributeValues } from './attribute-value.ts'

type Returning = { readonly returnValues?: ReturnValues }
type Action = NonNullable<TransactWriteItemsCommandInput['TransactItems']>[number]

/** A strongly consistent GetItem. */
export function getParameters(request: GetRequest): GetItemCommandInput {
  return { ...getAction(request), ConsistentRead: true }
}

/** One page of a partition. */
export function queryParameters(request: QueryRequest): QueryCommandInput {
  return { ...readParameters(request), ScanIndexForward: !request.descending }
}

/** One page of a whole table or index. */
export function scanParameters(request: ScanRequest): ScanCommandInput {
  const { segment } = request
  return {
    ...readParameters(request),
    ...(segment && { Segment: segment.number, TotalSegments: segment.of }),
  }
}

export function putParameters({ table, item, returnValues, ...request }: PutRequest & Returning): PutItemCommandInput {
  return {
    TableName: table.name,
    Item: toAttributeValues(item),
    ...conditionParameters(request),
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
  return {
    TableName: table.name,
    Key: toAttributeValues(key),
    ...conditionParameters(request),
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
  return {
    TableName: table.name,
    Key: toAttributeValues(key),
    ...expressionParameters({ ...(projection && { projection }) }),
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

function updateAction({ table, key, ...request }: UpdateRequest): UpdateItemCommandInput {
  return { TableName: table.name, Key: toAttributeValues(key), ...conditionParameters(request) }
}

function conditionParameters({
  update,
  condition,
  wantsCurrent,
}: Pick<PutRequest, 'condition' | 'wantsCurrent'> & Partial<Pick<UpdateRequest, 'update'>>): ExpressionParameters &
  Pick<UpdateItemCommandInput, 'ReturnValuesOnConditionCheckFailure'> {
  return {
    ...expressionParameters({ ...(update && { update }), ...(condition && { condition }) }),
    ...(wantsCurrent === true && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
  }
}

type ReadParameters = ExpressionParameters &
  Pick<ScanCommandInput, 'TableName' | 'IndexName' | 'ConsistentRead' | 'Select' | 'Limit' | 'ExclusiveStartKey'>

function readParameters(request: QueryRequest | ScanRequest): ReadParameters {
  const { table, index, filter, limit, startAfter, countOnly, projection } = request
  return {
    TableName: table.name,
    ...(index !== undefined && { IndexName: index }),
    // a global index refuses consistent reads (rule 7.23)
    ConsistentRead: index === undefined || table.indexes[index]?.kind === 'local',
    ...expressionParameters({
      ...('partition' in request && { partition: request.partition }),
      ...('sort' in request && { sort: request.sort }),
      ...(filter && { filter }),
      ...(projection && countOnly !== true && { projection }),
    }),
    ...(countOnly === true && { Select: 'COUNT' }),
    ...(limit !== undefined && { Limit: limit }),
    ...(startAfter && { ExclusiveStartKey: toAttributeValues(startAfter) }),
  }
}

type ExpressionParameters = Expressions['texts'] & {
  readonly ExpressionAttributeNames?: Record<string, string>
  readonly ExpressionAttributeValues?: AttributeValues
}

/** The expressions with what explains them; what is empty is left out, for DynamoDB refuses it (rule 4.25). */
function expressionParameters(expressed: Expressed): ExpressionParameters {
  const { texts, names, values } = expressionsOf(expressed)
  return {
    ...texts,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: toAttributeValues(values) }),
  }
}
