import type { KnownDifference } from '../difference.ts'

/** In operations on tables. */
export const tableDifferences: readonly KnownDifference[] = [
  {
    rule: 'dynoxide: tags of nothing',
    instead: 'that there is no table to tag is told in other words; the reference gives none',
    isMetBy: ({ request, ours, theirs }) =>
      /tag/i.test(request.operation) &&
      ours.error === 'ResourceNotFoundException' &&
      (theirs.error === 'ResourceNotFoundException' || theirs.error === 'AccessDeniedException'),
  },
  {
    rule: 'dynoxide: ill-formed ARNs',
    instead: 'what is no ARN of a table is told in other words; the reference gives none',
    isMetBy: ({ request, ours, theirs }) =>
      /tag/i.test(request.operation) &&
      /arn/i.test(ours.message ?? '') &&
      (theirs.error === 'ValidationException' || theirs.error === 'AccessDeniedException'),
  },
  {
    rule: 'dynoxide: UpdateTable',
    instead: 'the table is looked up before the parameters are checked (rule 13.5)',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'UpdateTable' &&
      ours.error === 'ValidationException' &&
      theirs.error === 'ResourceNotFoundException',
  },
  {
    rule: 'dynoxide: definitions of an added index',
    instead:
      'UpdateTable without AttributeDefinitions is told in the words of CreateTable; the ones here are those of recorded answers of AWS',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'UpdateTable' &&
      /AttributeDefinitions is not specified for index/.test(ours.message ?? '') &&
      /Some index key attributes are not defined in AttributeDefinitions/.test(theirs.message ?? ''),
  },
  {
    rule: '12.5',
    instead: 'a provisioned table, and an index that is added to one, need no throughput',
    isMetBy: ({ ours, theirs }) =>
      /ReadCapacityUnits and WriteCapacityUnits must (?:both )?be specified/.test(ours.message ?? '') &&
      theirs.error === undefined,
  },
  {
    rule: '2.17',
    instead: 'a second table whose name differs by case only is a failure of the server',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'CreateTable' && ours.error === undefined && theirs.error === 'InternalServerError',
  },
  {
    rule: '12.8',
    instead: 'other throughput is told once the table is changed; ours is changed at once',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'UpdateTable' &&
      request.input['ProvisionedThroughput'] !== undefined &&
      ours.error === undefined &&
      theirs.error === undefined,
  },
  {
    rule: '12.11',
    instead: 'that an index is there, or is not, and that nothing is asked for, is told in other words',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'UpdateTable' &&
      /(?: [Ii]ndex |^At least one of )/.test(ours.message ?? '') &&
      ours.error === theirs.error &&
      /(?: (?:Index already exists|Table): |^At least one of )/.test(theirs.message ?? ''),
  },
  {
    rule: '11.1',
    instead: 'time to live may be set to what it is, and another attribute is told in other words',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'UpdateTimeToLive' &&
      ours.message?.startsWith('TimeToLive is ') === true &&
      (theirs.error === undefined || theirs.message?.startsWith('TimeToLive is ') === true),
  },
  {
    rule: 'dynoxide: throughput of indexes',
    instead:
      'indexes keep their throughput where a table becomes one that is paid per request; there is none then (rule 12.5)',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'UpdateTable' &&
      request.input['BillingMode'] !== undefined &&
      ours.error === undefined &&
      theirs.error === undefined,
  },
  {
    rule: '12.3',
    instead:
      'attributes that no key needs are told in the words for tables without indexes, and those that are missing for all indexes at once',
    isMetBy: ({ ours, theirs }) =>
      /Some AttributeDefinitions are not used|Some index key attributes are not defined/.test(ours.message ?? '') &&
      /Number of attributes in KeySchema does not exactly match|Some index key attribute(?:s are not defined| have no definition)/.test(
        theirs.message ?? '',
      ),
  },
]
