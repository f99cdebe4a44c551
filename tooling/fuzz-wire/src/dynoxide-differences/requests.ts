import { expressionStage, stageOf, valueStage } from '../check-stage.ts'
import type { KnownDifference, Meeting } from '../difference.ts'
import { slotsOf } from '../generate/mutate.ts'

/** In how a request is read: its JSON, its members, and what is checked first. */
export const requestDifferences: readonly KnownDifference[] = [
  {
    rule: '13.5',
    instead: 'of two faults the later one is told: its checks come in an order of their own',
    isMetBy: ({ ours, theirs }) =>
      ours.error !== undefined && theirs.error !== undefined && stageOf(ours) < stageOf(theirs),
  },
  {
    rule: 'dynoxide: several values',
    instead: 'of several values that are faulty another one is told; AWS documents no order',
    isMetBy: ({ ours, theirs }) =>
      stageOf(ours) === valueStage && stageOf(theirs) === valueStage && ours.message !== theirs.message,
  },
  {
    rule: 'dynoxide: legacy values',
    instead:
      'values in Expected and its like are not checked, or before others that do not fit their action; they are values like others (rules 1.1 to 1.19)',
    isMetBy: ({ request, ours, theirs }) =>
      ((stageOf(ours) === valueStage && stageOf(theirs) > stageOf(ours)) ||
        /action is not supported for the type/.test(ours.message ?? '')) &&
      legacy.test(JSON.stringify(request.input)),
  },
  {
    rule: 'dynoxide: legacy conditions',
    instead:
      'how many values there are and of what types is not checked everywhere, or told in other words; dynalite, compared with AWS, does as we do',
    isMetBy: ({ request, ours, theirs }) =>
      ours.message?.startsWith('One or more parameter values were invalid: ') === true &&
      (stageOf(theirs) >= stageOf(ours) || /The BETWEEN operator requires /.test(theirs.message ?? '')) &&
      ours.message !== theirs.message &&
      legacy.test(JSON.stringify(request.input)),
  },
  {
    rule: '1.16',
    instead: 'sets inside of values of expressions may be empty, and may hold a member twice',
    isMetBy: ({ ours, theirs }) =>
      /(?:may|should) not be empty$|contains duplicates/.test(ours.message ?? '') && stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '8.3',
    instead: 'how many segments there may be is told in other words, and that one stands alone after values',
    isMetBy: ({ ours, theirs }) =>
      (ours.message?.includes("at 'totalSegments' failed") === true &&
        theirs.message?.startsWith("at 'totalSegments' failed") === true) ||
      (/^The (?:Total)?Segments? parameter is /.test(ours.message ?? '') && stageOf(theirs) === valueStage),
  },
  {
    rule: '1.19',
    instead: 'a request that is nested deeper than its parser goes is no JSON',
    isMetBy: ({ ours, theirs }) =>
      theirs.error === 'SerializationException' && ours.message?.startsWith('Nesting Levels') === true,
  },
  {
    rule: '10.9',
    instead: 'the values of all actions of a transaction or batch are checked before the sizes and expressions of any',
    isMetBy: ({ request, ours, theirs }) =>
      /^(?:Transact|Batch)/.test(request.operation) &&
      stageOf(ours) > valueStage &&
      stageOf(ours) <= expressionStage &&
      stageOf(theirs) === valueStage,
  },
  {
    rule: 'dynoxide: missing members',
    instead:
      'members that are missing inside of others are told in the words of its parser; AWS has words of its own for each (rule 13.5)',
    isMetBy: ({ ours, theirs }) =>
      ours.error === 'ValidationException' && (theirs.message ?? '').startsWith('missing field '),
  },
  {
    rule: 'dynoxide: parameters of others',
    instead:
      'a parameter that the operation does not take has to be of its type; AWS looks at none that is not in its model',
    isMetBy: ({ request, ours, theirs }) =>
      theirs.error === 'SerializationException' &&
      ours.error !== 'SerializationException' &&
      mixedIn.some((name) => name in request.input),
  },
  {
    rule: 'dynoxide: several faults of a key',
    instead:
      'of a key with an attribute of another type and one that is empty or too large the latter is told; AWS documents no order',
    isMetBy: ({ ours, theirs }) =>
      JSON.stringify(ours).includes('The provided key element does not match the schema') &&
      /cannot contain an empty (?:string|binary) value|size limit of/.test(JSON.stringify(theirs)),
  },
  {
    rule: 'dynoxide: values of expressions',
    instead:
      'values of expressions are checked before ReturnValues and sizes; with dynalite, compared with AWS, after them',
    isMetBy: ({ request, ours, theirs }) =>
      stageOf(ours) > valueStage &&
      stageOf(ours) < expressionStage &&
      stageOf(theirs) === valueStage &&
      request.input['ExpressionAttributeValues'] !== undefined,
  },
  {
    rule: 'dynoxide: legacy constraints',
    instead: 'the constraints of AttributesToGet, of filters and the like are not checked everywhere (rule 6.7)',
    isMetBy: ({ ours, theirs }) =>
      partsOf(ours.message).every((part) =>
        /^at '(?:(?:requestItems\..+\.)?attributesToGet|(?:queryFilter|scanFilter|expected|keyConditions|attributeUpdates)\.[^']+)' failed/.test(
          part,
        ),
      ) && stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '4.31',
    instead: 'ReturnValuesOnConditionCheckFailure may be anything where no condition fails',
    isMetBy: ({ request, ours }) =>
      (ours.message?.includes("eturnValuesOnConditionCheckFailure' failed") ?? false) &&
      slotsOf(request.input).some(([, name]) => name === 'ReturnValuesOnConditionCheckFailure'),
  },
  {
    rule: '1.21',
    instead: 'the name of an attribute may be empty',
    isMetBy: ({ ours, theirs }) => ours.message === 'Empty attribute name' && stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '1.5',
    instead: 'an empty text for a number is told without the colon',
    isMetBy: ({ ours, theirs }) =>
      ours.message?.trimEnd() === 'The parameter cannot be converted to a numeric value:' &&
      theirs.message === 'The parameter cannot be converted to a numeric value',
  },
  {
    rule: '6.1',
    instead: 'DeleteItem tells which ReturnValues there are',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'DeleteItem' &&
      ours.message === 'ReturnValues can only be ALL_OLD or NONE' &&
      theirs.message ===
        "at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
  },
  {
    rule: '12.1',
    instead: 'an ill-formed name of a table is told in other words, or as one that is not there',
    isMetBy: ({ ours, theirs }) =>
      illFormedName.test(ours.message ?? '') &&
      (illFormedName.test(theirs.message ?? '') || theirs.error === 'ResourceNotFoundException'),
  },
  {
    rule: 'dynoxide: several constraints',
    instead:
      'of several members that break constraints the first one is told, among them ReturnValues of puts and deletes; AWS tells up to 10 of them',
    isMetBy: ({ ours, theirs }) =>
      hasAll(ours, theirs) || (isConstraint(ours) && theirs.message?.startsWith("at 'returnValues' ") === true),
  },
  {
    rule: 'dynoxide: null',
    instead:
      'a value such as {"S": null} is refused as no JSON of its type; in the protocol null means absent (rule 1.14)',
    isMetBy: ({ request, ours, theirs }) =>
      (theirs.error === 'SerializationException' ||
        /datatypes|invalid type: null/.test(theirs.message ?? '') ||
        (ours.message?.includes('Member must not be null') === true && theirs.error === undefined)) &&
      slotsOf(request.input).some(([parent, name]) => isNull(parent, name)),
  },
  {
    rule: 'dynoxide: numbers',
    instead:
      'a fraction or a negative number is no whole number to its parser; AWS cuts off and checks the range, as dynalite does, which was compared with AWS',
    isMetBy: ({ request, theirs }) =>
      theirs.error === 'SerializationException' &&
      Object.values(request.input).some((value) => typeof value === 'number' && (value % 1 !== 0 || value < 0)),
  },
  {
    rule: '6.7',
    instead:
      'what ReturnConsumedCapacity, ReturnItemCollectionMetrics, ConditionalOperator and ComparisonOperator say is not checked everywhere',
    isMetBy: ({ ours, theirs }) =>
      partsOf(ours.message).every((part) => uncheckedEnum.test(part)) &&
      (theirs.error === undefined || stageOf(theirs) > stageOf(ours)),
  },
  {
    rule: 'dynoxide: ConditionalOperator',
    instead:
      'ConditionalOperator may stand alone, or beside expressions; AWS refuses it without Expected or a filter of two or more',
    isMetBy: ({ request, ours }) =>
      'ConditionalOperator' in request.input && /ConditionalOperator/.test(ours.message ?? ''),
  },
  {
    rule: '1.11',
    instead: 'the shape of values inside of values is not checked everywhere',
    isMetBy: ({ ours, theirs }) => ours.error === 'SerializationException' && theirs.error === undefined,
  },
]

/** What the generator mixes into requests of any operation. */
const mixedIn = [
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'Limit',
  'Segment',
  'TotalSegments',
  'Expected',
  'AttributesToGet',
  'AttributeUpdates',
  'ConditionExpression',
  'ProjectionExpression',
  'FilterExpression',
  'QueryFilter',
  'ConditionalOperator',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ConsistentRead',
  'ClientRequestToken',
]

const legacy = /"(?:Expected|ScanFilter|QueryFilter|KeyConditions|AttributeUpdates)"/

const uncheckedEnum =
  /^at '(?:returnConsumedCapacity|returnItemCollectionMetrics|conditionalOperator|[\w.-]+\.comparisonOperator)' failed to satisfy constraint: Member must satisfy enum/

/** A table's name that is none, wherever it stands (rule 12.1). */
const illFormedName =
  /^at '(?:[\w.]*\.)?(?:tableName|requestItems|indexName)' failed to satisfy constraint: (?:Member must (?:satisfy regular|have length)|Map keys)/

function isNull(parent: unknown, name: string | number): boolean {
  return (parent as Record<string | number, unknown>)[name] === null
}

/** True if theirs are a part of our constraints. */
function hasAll(ours: Meeting['ours'], theirs: Meeting['theirs']): boolean {
  if (ours.error !== 'ValidationException' || theirs.error !== 'ValidationException') return false
  const [all, some] = [partsOf(ours.message), partsOf(theirs.message)]
  return all.length > some.length && some.every((part) => all.includes(part) || illFormedName.test(part))
}

function isConstraint({ message }: Meeting['ours']): boolean {
  return /failed to satisfy constraint/.test(message ?? '')
}

function partsOf(message: string | undefined): readonly string[] {
  return (message ?? '').split(/; (?=at ')/)
}
