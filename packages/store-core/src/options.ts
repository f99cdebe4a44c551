import { asGiven } from './as-given.ts'
import { type Condition, pathsOf } from './condition.ts'
import { describeType } from './describe.ts'
import type { ReturnValues } from './driver.ts'
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

/** Each reader of `list` has a request under way: more of them gain nothing, and a million take the memory of a process. */
const mostReaders = 1000

function isSegmentCount(value: unknown): boolean {
  return count.isMet(value) && (value as number) <= mostSegments
}

function isSegment(value: unknown): boolean {
  if (!isPlainObject(value) || !isSegmentCount(value['of'])) return false
  const number = value['number']
  return Number.isSafeInteger(number) && (number as number) >= 0 && (number as number) < (value['of'] as number)
}

const reading = ['includeDeleted', 'where', 'signal'] as const
const paging = [...reading, 'limit', 'cursor', 'maxScanned', 'index', 'projection', 'segment'] as const
const querying = [...paging, 'key', 'order'] as const
const planning = ['if', 'expectedVersion'] as const
const writing = [...planning, 'withCurrent', 'returnValues'] as const

/** A call that takes options. */
export type Call =
  | 'get'
  | 'list'
  | 'count'
  | 'page'
  | 'query'
  | 'each'
  | 'getMany'
  | 'create'
  | 'put'
  | 'updateFields'
  | 'update'
  | 'purge'
  | 'softDelete'
  | 'recover'
  | 'writeMany'
  | 'transact'
  | `tx.${'put' | 'updateFields' | 'update' | 'purge' | 'softDelete' | 'recover'}`

/** The options of each call. */
const namesOf: Readonly<Record<Call, readonly string[]>> = {
  get: ['includeDeleted', 'projection'],
  list: [...reading, 'parallel'],
  count: [...reading, 'index', 'key'],
  page: paging,
  query: querying,
  each: querying,
  getMany: ['includeDeleted', 'signal', 'onProgress'],
  create: ['withCurrent'],
  put: writing,
  updateFields: writing,
  update: writing,
  purge: writing,
  softDelete: ['expectedVersion'],
  recover: ['expectedVersion'],
  writeMany: ['signal', 'onProgress'],
  transact: ['token', 'at'],
  'tx.put': planning,
  'tx.updateFields': planning,
  'tx.update': planning,
  'tx.purge': planning,
  'tx.softDelete': ['expectedVersion'],
  'tx.recover': ['expectedVersion'],
}

/** What the others than an update can answer with (rule 6.1). */
const answersOf: Partial<Record<Call, readonly ReturnValues[]>> = { put: ['allNew', 'allOld'], purge: ['allOld'] }
const answers: readonly ReturnValues[] = ['allNew', 'allOld', 'updatedNew', 'updatedOld']

const checks: readonly Check[] = [
  { name: 'includeDeleted', expected: 'true or false', isMet: (value) => typeof value === 'boolean' },
  { name: 'withCurrent', expected: 'true or false', isMet: (value) => typeof value === 'boolean' },
  { name: 'onProgress', expected: 'a function', isMet: (value) => typeof value === 'function' },
  {
    name: 'parallel',
    expected: `a whole number from 1 to ${mostReaders}`,
    isMet: (value) => count.isMet(value) && (value as number) <= mostReaders,
  },
  { name: 'segment', expected: '{ number, of }, with number from 0 and less than of', isMet: isSegment },
  {
    name: 'at',
    expected: 'a valid Date',
    isMet: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  },
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

/**
 * The options of a call, as they are at the call. Refuses what the type checker would refuse, since callers may be
 * untyped, and an option with a slip in its name would do nothing. An option may be `undefined`.
 */
export function takeOptions<O extends object>(table: TableDefinition | undefined, call: Call, options: O): O
export function takeOptions(table: TableDefinition | undefined, call: Call, options: unknown): unknown {
  const refuse = (message: string): never => {
    throw new ValidationException(message, { table: table?.name })
  }
  if (!isPlainObject(options)) return refuse(`Options are a plain object, not ${describeType(options)}`)
  const names = namesOf[call]
  const unknown = Object.keys(options).find((name) => !names.includes(name) && options[name] !== undefined)
  if (unknown !== undefined) refuse(`${call} has no option ${unknown}; it takes ${names.join(', ')}`)
  const check = (name: string, expected: string, isMet: (value: unknown) => boolean): void => {
    const value = options[name]
    if (value === undefined || isMet(value)) return
    const got = typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : describeType(value)
    refuse(`${name} must be ${expected}, got ${got}`)
  }
  for (const { name, expected, isMet } of checks) check(name, expected, isMet)
  if (options['returnValues'] !== undefined) {
    const allowed: readonly unknown[] = answersOf[call] ?? answers
    check('returnValues', listed(allowed), (value) => allowed.includes(value))
  }
  return asGiven(options)
}

function listed(names: readonly unknown[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${String(names.at(-1))}`
}

/** The caller's condition on a write, as data. */
export function writeCondition<T>(
  table: TableDefinition,
  options: { readonly if?: Where<T> | undefined },
): Condition | undefined {
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
