import type { Answer } from './answer.ts'
import { toWireError } from './to-wire-error.ts'

/** What stands before the `#` of `__type`, where it is not DynamoDB's own (rule 13.2). */
const families: ReadonlyMap<string, string> = new Map([
  ['ValidationException', 'com.amazon.coral.validate'],
  ['ThrottlingException', 'com.amazon.coral.availability'],
  ...[
    'AccessDeniedException',
    'IncompleteSignatureException',
    'InvalidSignatureException',
    'MissingAuthenticationTokenException',
    'RequestEntityTooLargeException',
    'SerializationException',
    'UnknownOperationException',
  ].map((name) => [name, 'com.amazon.coral.service'] as const),
])

/** The answer that tells of an error (rules 13.2 to 13.4). */
export function failed(cause: unknown): Answer {
  const { name, message, members, status } = toWireError(cause)
  const word = name === 'TransactionCanceledException' ? 'Message' : 'message'
  let text = `{"__type":"${families.get(name) ?? 'com.amazonaws.dynamodb.v20120810'}#${name}"`
  if (message !== '') text += `,"${word}":${JSON.stringify(message)}`
  for (const member in members) text += `,"${member}":${members[member]}`
  return { status, text: `${text}}` }
}
