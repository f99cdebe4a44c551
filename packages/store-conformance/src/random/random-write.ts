import type { Condition, Item, Key, TableDefinition, TransactRequest, Value, WriteRequest } from '@cmz/store-core'
import * as fc from 'fast-check'
import { randomCondition } from './random-condition.ts'
import { pathsIn } from './random-path.ts'
import { randomUpdate } from './random-update.ts'
import { randomList, randomValue } from './random-value.ts'
import { keysOf, keyValuesOf } from './tables.ts'

const anyReturn = fc.constantFrom('allNew', 'allOld', 'updatedNew', 'updatedOld')
const wholeReturn = fc.constantFrom('allNew', 'allOld')

/** A key of the table, of few. */
export function randomKey(table: TableDefinition): fc.Arbitrary<Key> {
  return fc.constantFrom(...keysOf(table))
}

/** A small item with a key of the table; it is in some of the indexes. */
export function randomItem(table: TableDefinition): fc.Arbitrary<Item> {
  const indexed = Object.keys(table.indexes).length === 0 ? [] : ['g', 'h']
  const attributes: Record<string, fc.Arbitrary<Value>> = {
    a: randomValue,
    b: randomValue,
    l: randomList,
    m: fc.dictionary(fc.constantFrom('a', 'b', 'x.y'), randomValue, { maxKeys: 3, noNullPrototype: true }),
  }
  for (const name of indexed) attributes[name] = fc.constantFrom(...keyValuesOf(table, name))
  // a list and a map are nearly always there: otherwise most paths would lead nowhere
  const nested = fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>(['l', 'm']) }, fc.constant<string[]>([]))
  const rest = nested.chain((requiredKeys) => fc.record(attributes, { requiredKeys, noNullPrototype: true }))
  return fc.tuple(randomKey(table), rest).map(([key, others]) => ({ ...key, ...others }))
}

/** One write, with or without a condition. */
export function randomWrite(table: TableDefinition): fc.Arbitrary<WriteRequest> {
  const { put, remove, update } = writesOf(table)
  const emptyUpdate = update.map((request) => ({ ...request, update: [] }))
  return fc.oneof(
    { weight: 2, arbitrary: returning(put, wholeReturn) },
    { weight: 4, arbitrary: returning(update, anyReturn) },
    returning(remove, wholeReturn),
    returning(emptyUpdate, wholeReturn),
  ) as fc.Arbitrary<WriteRequest>
}

/** One part of a transaction. */
export function randomAction(table: TableDefinition): fc.Arbitrary<TransactRequest> {
  const { put, remove, update, condition } = writesOf(table)
  const check = fc.record(
    {
      kind: fc.constant('check'),
      table: fc.constant(table),
      key: randomKey(table),
      condition,
      wantsCurrent: fc.boolean(),
    },
    { requiredKeys: ['kind', 'table', 'key', 'condition'] },
  )
  return fc.oneof(put, { weight: 2, arbitrary: update }, remove, check) as fc.Arbitrary<TransactRequest>
}

function writesOf(table: TableDefinition): {
  readonly put: fc.Arbitrary<object>
  readonly update: fc.Arbitrary<object>
  readonly remove: fc.Arbitrary<object>
  readonly condition: fc.Arbitrary<Condition>
} {
  const likely = fc.constantFrom<Condition>(
    { op: 'exists', path: [table.partitionKey.name] },
    { op: 'notExists', path: [table.partitionKey.name] },
  )
  const condition = fc.oneof(likely, { weight: 2, arbitrary: randomCondition(pathsIn(table)) })
  const conditional = { condition, wantsCurrent: fc.boolean() }
  const common = { table: fc.constant(table), ...conditional }
  const key = randomKey(table)
  return {
    put: fc.record(
      { kind: fc.constant('put'), item: randomItem(table), ...common },
      { requiredKeys: ['kind', 'item', 'table'] },
    ),
    update: fc.record(
      { kind: fc.constant('update'), key, update: randomUpdate(table), ...common },
      { requiredKeys: ['kind', 'key', 'update', 'table'] },
    ),
    remove: fc.record({ kind: fc.constant('delete'), key, ...common }, { requiredKeys: ['kind', 'key', 'table'] }),
    condition,
  }
}

function returning(request: fc.Arbitrary<object>, values: fc.Arbitrary<string>): fc.Arbitrary<object> {
  return fc
    .tuple(request, fc.option(values, { nil: undefined }))
    .map(([each, returnValues]) => ({ ...each, ...(returnValues !== undefined && { returnValues }) }))
}
