import { Decimal, numberText } from './decimal.ts'

/** A short text that stands for some data: equal for equal data only, for all one can know. */
export function digestOf(data: unknown): string {
  // loaded by those who need it: it takes longer than to open a folder
  return process
    .getBuiltinModule('node:crypto')
    .createHash('sha256')
    .update(stableText(data))
    .digest('base64url')
    .slice(0, 16)
}

/** The same text for equal data only; JSON would not tell a decimal from a string. */
function stableText(data: unknown): string {
  if (typeof data === 'number' || typeof data === 'bigint' || data instanceof Decimal) return `n${numberText(data)}`
  if (typeof data !== 'object' || data === null) return JSON.stringify(data)
  if (data instanceof Uint8Array) return `b${Buffer.from(data).toString('base64')}`
  if (data instanceof Set) return `s[${[...data].map(stableText).join()}]`
  if (Array.isArray(data)) return `[${data.map(stableText).join()}]`
  const members = Object.entries(data).map(([name, member]) => `${JSON.stringify(name)}:${stableText(member)}`)
  return `{${members.toSorted().join()}}`
}
