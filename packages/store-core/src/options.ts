import { type Condition, pathsOf } from './condition.ts'
import { describeType } from './describe.ts'
import { ValidationException } from './errors.ts'
import type { KeyAttribute } from './key-attribute.ts'
import { keyAttributes, type TableDefinition } from './table.ts'
import { isPlainObject } from './to-item.ts'
import { buildCondition, type Where } from './where.ts'

interface Check {
  readonly name: string
  readonly expected: string
  readonly isMet: (value: unknown) => boolean
}

const count = {
  expected: 'a whole number greater than or equal to 1',
  isMet: (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1,
}

/** Rule 8.3. */
const mostSegments = 1_000_000

function isSegmentCount(value: unknown): boolean {
  return count.isMet(value) && (value as number) <= mostSegments
}

function isSegment(value: unknown): boolean {
  if (!isPlainObject(value) || !isSegmentCount(value['of'])) return false
  const number = value['number']
  return Number.isSafeInteger(number) && (number as number) >= 0 && (number as number) < (value['of'] as number)
}

const checks: readonly Check[] = [
  { name: 'includeDeleted', expected: 'true or false', isMet: (value) => typeof value === 'boolean' },
  { name: 'withCurrent', expected: 'true or false', isMet: (value) => typeof value === 'boolean' },
  {
    name: 'returnValues',
    expected: 'allNew, allOld, updatedNew or updatedOld',
    isMet: (value) => ['allNew', 'allOld', 'updatedNew', 'updatedOld'].includes(value as string),
  },
  { name: 'onProgress', expected: 'a function', isMet: (value) => typeof value === 'function' },
  { name: 'parallel', expected: 'a whole number from 1 to 1,000,000', isMet: isSegmentCount },
  { name: 'segment', expected: '{ number, of }, with number from 0 and less than of', isMet: isSegment },
  { name: 'limit', ...count },
  { name: 'maxScanned', ...count },
  {
    name: 'order',
    expected: 'ascending or descending',
    isMet: (value) => value === 'ascending' || value === 'descending',
  },
  {
    name: 'signal',
    expected: 'an AbortSignal',
    isMet: (value) => typeof (value as Partial<AbortSignal> | null)?.throwIfAborted === 'function',
  },
]

/** Refuses options that the type checker would refuse: callers may be untyped. An option may be `undefined`. */
export function checkOptions(table: TableDefinition, options: unknown): void {
  if (!isPlainObject(options)) {
    throw new ValidationException(`Options are a plain object, not ${describeType(options)}`, { table: table.name })
  }
  for (const { name, expected, isMet } of checks) {
    const value = options[name]
    if (value === undefined || isMet(value)) continue
    const got = typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : describeType(value)
    throw new ValidationException(`${name} must be ${expected}, got ${got}`, { table: table.name })
  }
}

/** Parts are returned of an update only: a put and a delete have whole items (rule 6.1). */
export function checkWholeReturn(table: TableDefinition, options: object): void {
  const { returnValues } = options as { readonly returnValues?: string }
  if (returnValues !== 'updatedNew' && returnValues !== 'updatedOld') return
  throw new ValidationException(`returnValues must be allNew or allOld here, got "${returnValues}"`, {
    table: table.name,
  })
}

/** The caller's condition on a write, as data. */
export function writeCondition<T>(
  table: TableDefinition,
  options: { readonly if?: Where<T> | undefined },
): Condition | undefined {
  checkOptions(table, options)
  return conditionOf(options.if, table, keyAttributes(table))
}

/** A caller's condition as data. Keys are scalars: DynamoDB refuses to look into them (as in rule 2.14). */
export function conditionOf<T>(
  where: Where<T> | undefined,
  table: TableDefinition,
  keys: readonly KeyAttribute[],
): Condition | undefined {
  if (where === undefined) return undefined
  const condition = buildCondition(where, table.name)
  const into = pathsOf(condition).find(([name, ...steps]) => steps.length > 0 && keys.some((key) => key.name === name))
  if (into === undefined) return condition
  throw new ValidationException(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ${into[0]}`,
    { table: table.name },
  )
}
