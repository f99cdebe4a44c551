import type { KnownDifference, Meeting } from '../difference.ts'
import { stageOf } from '../check-stage.ts'
import type { IndexSchema } from '../generate/schemas.ts'
import { isObject, type Json } from '../json.ts'

/** In reads of one item and of many. */
export const readDifferences: readonly KnownDifference[] = [
  {
    rule: '8.2',
    instead: 'a starting key need not lie in its segment',
    isMetBy: ({ ours, theirs }) =>
      ours.message?.includes('Please use ExclusiveStartKey with correct Segment') === true &&
      theirs.error === undefined,
  },
  {
    rule: '7.3',
    instead: 'the first equality of a key condition is taken for that of the partition key',
    isMetBy: ({ ours, theirs }) =>
      theirs.message?.startsWith('Query condition missed key schema element') === true &&
      ours.message !== theirs.message,
  },
  {
    rule: 'dynoxide: KeyConditions',
    instead:
      "an operator that is no condition on a key is told in other words than dynalite's, which are those of AWS, and after the table",
    isMetBy: ({ ours, theirs }) =>
      ours.message === 'Attempted conditional constraint is not an indexable operation' &&
      (theirs.error === 'ResourceNotFoundException' ||
        theirs.message?.startsWith('Unsupported KeyConditions') === true),
  },
  {
    rule: '2.13',
    instead: 'keys of local indexes may be of any size',
    isMetBy: ({ ours, theirs }) =>
      /size limit of ?\d+ bytes\b/.test(JSON.stringify(ours)) && theirs.error === undefined,
  },
  {
    rule: '7.6',
    instead:
      'another operator than = on a partition key is told in other words, also where it is the one of another index',
    isMetBy: ({ ours, theirs }) =>
      /^Query (?:key condition not supported|condition missed key schema element)/.test(ours.message ?? '') &&
      theirs.message === 'Invalid KeyConditionExpression: partition key must use equality',
  },
  {
    rule: '7.24',
    instead: 'a consistent read of an index that is not there is told as one of a global index',
    isMetBy: ({ ours, theirs }) =>
      ours.message?.startsWith('The table does not have the specified index') === true &&
      theirs.message === 'Consistent reads are not supported on global secondary indexes',
  },
  {
    rule: '7.20',
    instead: 'attributes may be asked for of which only the count is told',
    isMetBy: ({ request, ours, theirs }) =>
      request.input['Select'] !== undefined &&
      ours.message?.startsWith('Cannot specify the AttributesToGet when choosing') === true &&
      stageOf(theirs) >= stageOf(ours),
  },
  {
    rule: 'dynoxide: no KeyConditions',
    instead:
      'KeyConditions that are empty count as none; dynalite, which was compared with AWS, tells how many there may be',
    isMetBy: ({ ours, theirs }) =>
      ours.message === 'Conditions can be of length 1 or 2 only' &&
      theirs.message?.startsWith('Either the KeyConditions') === true,
  },
  {
    rule: '7.8',
    instead: 'a key may be compared with a value of another type, and then there is nothing',
    isMetBy: ({ ours, theirs }) =>
      ours.message ===
        'One or more parameter values were invalid: Condition parameter type does not match schema type' &&
      (theirs.error === undefined || theirs.message === 'Cannot convert partition key value to string'),
  },
  {
    rule: '7.18',
    instead: 'a starting key need not lie in what is queried, and its faults are told in other words',
    isMetBy: ({ request, ours, theirs }) =>
      request.input['ExclusiveStartKey'] !== undefined &&
      startFault.test(ours.message ?? '') &&
      (theirs.error === undefined || startFault.test(theirs.message ?? '')),
  },
  {
    rule: '7.19',
    instead:
      'a query of one item that meets its limit returns a key to start from; a query from there is refused by AWS',
    isMetBy: ({ request, tables, ours, theirs }) =>
      request.operation === 'Query' &&
      request.input['IndexName'] === undefined &&
      tables.some(({ name, range }) => name === request.input['TableName'] && range === undefined) &&
      ours.error === undefined &&
      theirs.error === undefined,
  },
  {
    rule: '7.21',
    instead: 'attributes that a local index does not hold are not fetched from its table',
    isMetBy: (meeting) =>
      indexOf(meeting)?.local === true && meeting.ours.error === undefined && meeting.theirs.error === undefined,
  },
  {
    rule: '7.22',
    instead: 'attributes that a global index does not hold may be projected and filtered by, and are not there',
    isMetBy: ({ ours, theirs }) => / does not project /.test(ours.message ?? '') && theirs.error === undefined,
  },
]

const startFault =
  /^(?:The provided (?:starting key|key element|exclusive start key)|One or more parameter values (?:were invalid|are not valid))/

function indexOf({ request, tables }: Meeting): IndexSchema | undefined {
  const { TableName, IndexName } = request.input
  return tables.find(({ name }) => name === TableName)?.indexes.find(({ name }) => name === IndexName)
}

/** In what operations consume. */
export const capacityDifferences: readonly KnownDifference[] = [
  {
    rule: '13.7',
    instead:
      "what a local index takes to read is told as the table's, and what GetItem reads is counted after its projection",
    isMetBy: ({ request: { operation, input }, tables, ours, theirs }) =>
      ours.error === undefined &&
      theirs.error === undefined &&
      input['ReturnConsumedCapacity'] !== undefined &&
      (operation === 'GetItem'
        ? input['ProjectionExpression'] !== undefined || input['AttributesToGet'] !== undefined
        : input['ReturnConsumedCapacity'] === 'INDEXES' &&
          tables.some(({ name, indexes }) => name === input['TableName'] && indexes.some(({ local }) => local))),
  },
]

/** In batches and transactions. */
export const batchDifferences: readonly KnownDifference[] = [
  {
    rule: '7.1',
    instead: 'a transaction reads an item of which the projection leaves nothing as none',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'TransactGetItems' &&
      theirs.error === undefined &&
      isObject(ours.body) &&
      JSON.stringify(ours.body).includes('{"Item":{}}'),
  },
  {
    rule: '7.2',
    instead: 'a transaction reads the key too, where a projection does not name it',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'TransactGetItems' &&
      theirs.error === undefined &&
      ours.error === undefined &&
      JSON.stringify(request.input).includes('"ProjectionExpression"'),
  },
  {
    rule: '9.1',
    instead: 'that there is nothing to write to a table is told of the list',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'BatchWriteItem' &&
      /Map value must satisfy constraint/.test(ours.message ?? '') &&
      /Member must have length/.test(theirs.message ?? ''),
  },
  {
    rule: '9.9',
    instead: 'an item without its key is told in the words of PutItem',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'BatchWriteItem' &&
      ours.message === 'The provided key element does not match the schema' &&
      /^One or more parameter values were invalid: (?:Missing the key|Type mismatch for key)/.test(
        theirs.message ?? '',
      ),
  },
  {
    rule: '10.2',
    instead: 'that an action is none, or several, is told in other words',
    isMetBy: ({ ours, theirs }) =>
      ours.message === 'TransactItems can only contain one of Check, Put, Update or Delete' &&
      theirs.message === 'TransactItem must contain exactly one action',
  },
  {
    rule: '10.7',
    instead: 'a cancelled transaction tells every fault, not the first one only, and some in other words',
    isMetBy: ({ ours, theirs }) => validationReasons(theirs.body) > 1 && validationReasons(ours.body) === 1,
  },
  {
    rule: '10.10',
    instead:
      'a token of another transaction is told in other words, may be empty, and counts from a transaction that is refused here',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'TransactWriteItems' &&
      (theirs.error === 'IdempotentParameterMismatchException' ||
        (/'clientRequestToken'/i.test(ours.message ?? '') && theirs.error === undefined)),
  },
  {
    rule: 'dynoxide: starting keys and key conditions',
    instead: 'of a starting key and a key condition that do not fit the latter is told; AWS documents no order',
    isMetBy: ({ ours, theirs }) =>
      (ours.message ?? '').startsWith('The provided starting key is invalid') &&
      (theirs.message ?? '').startsWith('Invalid KeyConditionExpression: '),
  },
  {
    rule: 'dynoxide: sizes in a transaction',
    instead:
      'of an expression and an item that are too large the item is told, of another action; AWS documents no order',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'TransactWriteItems' &&
      (ours.message ?? '').includes('Expression size has exceeded the maximum allowed size') &&
      theirs.message === 'Item size has exceeded the maximum allowed size',
  },
  {
    rule: 'dynoxide: collections of a transaction',
    instead: 'TransactWriteItems returns no ItemCollectionMetrics, which the API reference of AWS lists in its answer',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'TransactWriteItems' &&
      ours.error === undefined &&
      theirs.error === undefined &&
      request.input['ReturnItemCollectionMetrics'] === 'SIZE',
  },
  {
    rule: 'dynoxide: KeyConditions beside expressions',
    instead:
      'KeyConditions do not go with a filter or a projection of the newer form; with dynalite, which was compared with AWS, they do',
    isMetBy: ({ request, theirs }) =>
      request.input['KeyConditions'] !== undefined &&
      theirs.message?.startsWith('Can not use both') === true &&
      theirs.message.includes('KeyConditions'),
  },
  {
    rule: '4.32',
    instead:
      'parameters of several tables of a batch are mixed up: AttributesToGet of one and an expression of another',
    isMetBy: ({ request, theirs }) =>
      request.operation === 'BatchGetItem' && theirs.message?.startsWith('Can not use both') === true,
  },
]

function validationReasons(body: Json): number {
  return JSON.stringify(body).split('"Code":"ValidationError"').length - 1
}
