import { randomUUID } from 'node:crypto'

const countDigits = 12
let head = ''
let count = 0

/** An id of a request in the form of DynamoDB's (rule 13.1); unique without a random number for each. */
export function requestId(): string {
  if (head === '')
    head = (randomUUID() + randomUUID())
      .replaceAll('-', '')
      .toUpperCase()
      .slice(0, 52 - countDigits)
  return head + (count++).toString(36).toUpperCase().padStart(countDigits, '0')
}
