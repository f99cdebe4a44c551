import { isDeepStrictEqual } from 'node:util'
import type { KnownDifference, Meeting } from '../difference.ts'
import { type JsonObject, isObject } from '../json.ts'
import type { NormalAnswer } from '../normalise.ts'
import { keyTextOf, type TableState } from '../table-state.ts'

/** In what an update does, and in what it answers. */
export const updateDifferences: readonly KnownDifference[] = [
  {
    rule: 'dynoxide: faults of an update',
    instead: 'of several faults that an update meets in its item another one is told; AWS has no documented order',
    isMetBy: ({ ours, theirs }) =>
      isFault(ours) && isFault(theirs) && !isDeepStrictEqual(faultsOf(ours), faultsOf(theirs)),
  },
  {
    rule: '2.14',
    instead: 'a path into a key of an index is told as one that leads nowhere',
    isMetBy: ({ ours, theirs }) =>
      faultsOf(ours).some((message) => message.startsWith('Key attributes must be scalars')) &&
      (faultsOf(theirs).includes(invalidPath) ||
        theirs.error === undefined ||
        theirs.error === 'ConditionalCheckFailedException'),
  },
  {
    rule: 'dynoxide: conditions of a transaction',
    instead:
      'of an action that cannot be done and whose condition fails the latter is told; what is wrong with its values needs no item (rule 10.9)',
    isMetBy: ({ ours, theirs }) =>
      faultsOf(ours).length > 0 &&
      theirs.error === 'TransactionCanceledException' &&
      JSON.stringify(theirs.body).includes('"ConditionalCheckFailed"'),
  },
  {
    rule: '5.3',
    instead: 'of two paths that overlap the other one is told first; AWS documents no order',
    isMetBy: ({ ours, theirs }) => overlap.test(ours.message ?? '') && overlap.test(theirs.message ?? ''),
  },
  {
    rule: '5.16',
    instead: 'in a transaction ADD and DELETE take values of other types',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'TransactWriteItems' &&
      faultsOf(ours).some((message) => /Incorrect operand type .*; operator: (?:ADD|DELETE),/.test(message)) &&
      theirs.error === undefined,
  },
  {
    rule: '3.5',
    instead: 'an update of an item near the limit also counts what it writes, as in most regions of AWS; others do not',
    isMetBy: ({ ours, theirs }) =>
      theirs.message === 'Item size to update has exceeded the maximum allowed size' && ours.error === undefined,
  },
  {
    rule: '5.10',
    instead: 'the gap between the end of a list and what is set behind it is filled with nulls',
    isMetBy: (meeting) =>
      updatesOf(meeting).some(({ text }) => /\[\d+\]/.test(text)) &&
      meeting.ours.error === undefined &&
      (meeting.theirs.error === undefined || isFault(meeting.theirs)),
  },
  {
    rule: '5.12',
    instead:
      'a removal inside of what is not there, or is something else, is no fault; elements behind the end of a list, and what is NULL, are made on the way',
    isMetBy: ({ ours, theirs }) =>
      faultsOf(ours).includes(invalidPath) &&
      (theirs.error === undefined || theirs.error === 'TransactionCanceledException'),
  },
  {
    rule: '5.14',
    instead: 'an update that only takes away makes an item of the key',
    isMetBy: (meeting) =>
      updatesOf(meeting).some(({ text, legacy, before }) => before === undefined && (takesAwayOnly(text) || legacy)),
  },
  {
    rule: '6.2',
    instead: 'an update that makes an item returns its key as what was there before',
    isMetBy: (meeting) =>
      meeting.request.operation === 'UpdateItem' &&
      ['ALL_OLD', 'UPDATED_OLD'].includes(meeting.request.input['ReturnValues'] as string) &&
      updatesOf(meeting).some(({ before }) => before === undefined) &&
      bothSucceed(meeting),
  },
  {
    rule: '6.3',
    instead: 'UPDATED_OLD and UPDATED_NEW return the whole list where an element changed',
    isMetBy: (meeting) =>
      ['UPDATED_NEW', 'UPDATED_OLD'].includes(meeting.request.input['ReturnValues'] as string) &&
      updatesOf(meeting).some(({ text }) => /\[\d+\]/.test(text)) &&
      bothSucceed(meeting),
  },
]

interface Updating {
  /** Of the update expression. */
  readonly text: string
  /** True where the older parameters only take away. */
  readonly legacy: boolean
  readonly before: JsonObject | undefined
}

/** The updates by expressions that a request asks for. */
function updatesOf({ request, tables, before }: Meeting): readonly Updating[] {
  const { operation, input } = request
  const inputs =
    operation === 'UpdateItem'
      ? [input]
      : operation === 'TransactWriteItems' && Array.isArray(input['TransactItems'])
        ? input['TransactItems'].map((each) => (isObject(each) ? each['Update'] : undefined))
        : []
  return inputs.filter(isObject).map(({ TableName, Key, UpdateExpression, AttributeUpdates }) => {
    const schema = tables.find(({ name }) => name === TableName)
    const state: TableState | undefined = schema && before.get(schema.name)
    const item = schema && isObject(Key) ? state?.get(keyTextOf(schema, inNormalForm(Key))) : undefined
    return {
      text: typeof UpdateExpression === 'string' ? UpdateExpression : '',
      legacy:
        isObject(AttributeUpdates) &&
        Object.values(AttributeUpdates).every((each) => isObject(each) && each['Action'] === 'DELETE'),
      before: item,
    }
  })
}

/** A key as a table tells it: numbers without signs and zeros that say nothing. */
function inNormalForm(key: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(key).map(([name, value]) => {
      const isNumber = isObject(value) && typeof value['N'] === 'string'
      return [name, isNumber ? { N: String(Number(value['N'])) } : value]
    }),
  )
}

function takesAwayOnly(text: string): boolean {
  return text !== '' && !/\b(?:SET|ADD)\s/i.test(text)
}

const overlap = /^Invalid UpdateExpression: Two document paths (?:overlap|conflict) with each other; /
const invalidPath = 'The document path provided in the update expression is invalid for update'

const faults: readonly RegExp[] = [
  /^The document path provided in the update expression is invalid for update$/,
  /^An operand in the update expression has an incorrect data type$/,
  /^The provided expression refers to an attribute that does not exist in the item$/,
  /^Number (?:over|under)flow\./,
  /^Attempting to store more than 38 significant digits in a Number$/,
  /^One or more parameter values were invalid: Type mismatch for Index Key /,
  /^Invalid UpdateExpression: Incorrect operand type /,
  /^Item size to update has exceeded the maximum allowed size$/,
  /^Operands for [+-] must be numbers$/,
  /^list_append requires two list operands$/,
  /^An expression attribute (?:name|value) used in .* is not defined; /,
]

function isFault(answer: NormalAnswer): boolean {
  return faultsOf(answer).some((message) => faults.some((each) => each.test(message)))
}

/** The message of an answer, or those of a cancelled transaction. */
function faultsOf({ error, message, body }: NormalAnswer): readonly string[] {
  if (error === 'ValidationException') return [message ?? '']
  if (error !== 'TransactionCanceledException' || !isObject(body)) return []
  const reasons = (body['CancellationReasons'] ?? []) as readonly { readonly Code: string; readonly Message?: string }[]
  return reasons.filter(({ Code }) => Code === 'ValidationError').map(({ Message }) => Message ?? '')
}

function bothSucceed({ ours, theirs }: Meeting): boolean {
  return ours.error === undefined && theirs.error === undefined
}
