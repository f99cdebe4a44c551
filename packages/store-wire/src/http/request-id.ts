const countDigits = 12
const head = Array.from({ length: 52 - countDigits }, () => digit(Math.random() * 36)).join('')
let count = 0

/** An id of a request in the form of DynamoDB's (rule 13.1): unique, and nobody's secret. */
export function requestId(): string {
  return head + (count++).toString(36).toUpperCase().padStart(countDigits, '0')
}

function digit(value: number): string {
  return Math.floor(value).toString(36).toUpperCase()
}
