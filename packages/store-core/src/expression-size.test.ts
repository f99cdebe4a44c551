import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { RecordingDriver } from '../test/recording-driver.ts'
import type { Condition, Operand } from './condition.ts'
import { Database } from './database.ts'
import { ValidationException } from './errors.ts'
import { checkExpressions } from './expression-size.ts'
import { type Expressed, expressionsOf } from './expressions.ts'
import { operatorCounts } from './operator-count.ts'
import type { Path } from './path.ts'
import { defineTable } from './table.ts'
import { assignments, type SetValue, type Update, type UpdateAction } from './update.ts'

const tooLong = /Expression size has exceeded the maximum allowed size; expression size: \d+ \(table events\)$/

const names = fc.integer({ min: 0, max: 3000 }).map((number) => `a${number}`)
const paths: fc.Arbitrary<Path> = fc
  .tuple(names, fc.array(fc.oneof(names, fc.maxSafeNat()), { maxLength: 5 }))
  .map(([name, steps]) => [name, ...steps])
const value = fc.constant({ value: 'x' })
const operands: fc.Arbitrary<Operand> = fc.oneof(
  value,
  paths.map((path) => ({ path })),
  paths.map((size) => ({ size })),
)
const comparators = fc.constantFrom('=', '<>', '<', '<=', '>', '>=')
const { condition: conditions } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.record({ op: comparators, left: operands, right: operands }),
    fc.record({ op: fc.constant('between'), of: operands, low: operands, high: operands }),
    fc.record({ op: fc.constant('in'), of: operands, among: fc.array(operands, { minLength: 1, maxLength: 9 }) }),
    fc.record({ op: fc.constantFrom('exists', 'notExists'), path: paths }),
    fc.record({ op: fc.constant('type'), path: paths, type: fc.constant('S') }),
    fc.record({ op: fc.constant('beginsWith'), of: operands, prefix: operands }),
    fc.record({ op: fc.constant('contains'), of: operands, part: operands }),
    fc.record({ op: fc.constantFrom('and', 'or'), all: fc.array(tie('condition'), { minLength: 1, maxLength: 4 }) }),
    fc.record({ op: fc.constant('not'), of: tie('condition') }),
  ) as fc.Arbitrary<Condition>,
}))
const ifNotExists = fc.record({ op: fc.constant('ifNotExists'), path: paths, otherwise: value })
const setValues = fc.oneof(
  value,
  paths.map((path) => ({ path })),
  ifNotExists,
  fc.record({ op: fc.constantFrom('+', '-'), left: ifNotExists, right: ifNotExists }),
  fc.record({ op: fc.constant('listAppend'), first: ifNotExists, second: value }),
) as fc.Arbitrary<SetValue>
const actions = fc.oneof(
  fc.record({ op: fc.constant('set'), path: paths, to: setValues }),
  fc.record({ op: fc.constant('remove'), path: paths }),
  fc.record({ op: fc.constantFrom('add', 'delete'), path: paths, value: fc.constant('x') }),
) as fc.Arbitrary<UpdateAction>
const times = fc.integer({ min: 1, max: 150 })
const expressed: fc.Arbitrary<Expressed> = fc.oneof(
  fc.tuple(conditions, times).map(([condition, count]) => ({ condition: anyOf(condition, count) })),
  fc.tuple(conditions, times).map(([filter, count]) => ({ filter: anyOf(filter, count) })),
  fc.array(actions, { size: '+2', maxLength: 400 }).map((update: Update) => ({ update })),
  fc.array(paths, { size: '+2', minLength: 1, maxLength: 400 }).map((projection) => ({ projection })),
)

function anyOf(each: Condition, count: number): Condition {
  return { op: 'or', all: Array.from({ length: count }, () => each) }
}

it('refuses what is printed with more than 4,096 bytes, and nothing else', () => {
  let [refused, taken] = [0, 0]
  fc.assert(
    fc.property(expressed, (request) => {
      const isTooLong = Object.values(expressionsOf(request).texts).some((text) => text.length > 4096)
      const hasTooMany = Object.values(operatorCounts(request)).some((count) => count > 300)
      if (isTooLong) refused++
      else taken++
      const check = (): void => checkExpressions(request, 'events')
      if (isTooLong) expect(check).toThrow(tooLong)
      else if (hasTooMany) expect(check).toThrow(/too many operators/)
      else expect(check).not.toThrow()
    }),
    { numRuns: 300 },
  )
  expect(Math.min(refused, taken)).toBeGreaterThan(10)
})

/** So many attributes that setting them takes 4,096 bytes at most. */
function mostFields(): number {
  const size = (count: number): number =>
    expressionsOf({ update: assignments(fields(count)) }).texts.UpdateExpression!.length
  let count = 1
  while (size(count + 1) <= 4096) count++
  return count
}

function fields(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, index]))
}

it('holds for every call before anything is sent', async () => {
  const driver = new RecordingDriver()
  const database = new Database(async () => driver)
  const table = defineTable({ name: 'events', partitionKey: 'zoo', stamps: false, softDelete: false })
  const store = database.store(table)
  const many = Object.keys(fields(mostFields() + 1))
  const long = () => anyOf({ op: '=', left: { path: ['title'] }, right: { value: 1 } }, 700)
  const calls: readonly (() => Promise<unknown>)[] = [
    () => store.updateFields('z', fields(many.length)),
    () => store.update('z', (item) => many.map((name) => item[name]!.set(1))),
    () => store.put({ zoo: 'z' }, { if: long }),
    () => store.purge('z', { if: long }),
    () => database.transact((tx) => tx.on(store).check('z', long)),
    () => store.list({ where: long }),
    () => store.count({ where: long }),
    () => store.page({ where: long }),
    () => store.query({ key: { zoo: 'z' }, where: long }),
    () => store.get('z', { projection: Object.keys(fields(1500)) }),
  ]
  for (const call of calls) {
    await expect(call()).rejects.toBeInstanceOf(ValidationException)
    await expect(call()).rejects.toThrow(tooLong)
  }
  for (const kind of ['write', 'scan', 'query', 'get', 'transactWrite'] as const) expect(driver.sent(kind)).toEqual([])
})

it('the largest positions in lists count with all their digits', () => {
  const path = ['a', ...Array.from({ length: 31 }, () => Number.MAX_SAFE_INTEGER)] as const
  const projection = Array.from({ length: 8 }, () => path)
  expect(() => checkExpressions({ projection }, 'events')).toThrow(tooLong)
})

const exists: Condition = { op: 'exists', path: ['a'] }
const sums = (count: number): Update =>
  Array.from({ length: count }, (_, index): UpdateAction => ({
    op: 'set',
    path: [`a${index}`],
    to: { op: '+', left: { path: ['b'] }, right: { path: ['c'] } },
  }))

it.each<[string, Expressed, Expressed]>([
  ['ConditionExpression', { condition: anyOf(exists, 150) }, { condition: anyOf(exists, 151) }],
  [
    'FilterExpression',
    { filter: { op: 'not', of: anyOf(exists, 150) } },
    { filter: { op: 'not', of: { op: 'not', of: anyOf(exists, 150) } } },
  ],
  ['UpdateExpression', { update: sums(300) }, { update: sums(301) }],
])('takes 300 operators of a %s and no more (rule 4.27)', (name, fits, tooMany) => {
  expect(() => checkExpressions(fits, 'events')).not.toThrow()
  expect(() => checkExpressions(tooMany, 'events')).toThrow(
    `Invalid ${name}: The expression contains too many operators; operator count: 301 (table events)`,
  )
})
