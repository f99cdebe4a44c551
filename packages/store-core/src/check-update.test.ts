import { expect, it } from 'vitest'
import { attributesNamed, checkUpdate, valuesSet } from './check-update.ts'
import { ValidationException } from './errors.ts'
import { defineTable } from './table.ts'
import type { Path } from './path.ts'
import type { SetValue, UpdateAction } from './update.ts'
import type { Value } from './value.ts'

const table = defineTable({
  name: 'visits',
  partitionKey: 'zoo',
  sortKey: 'day',
  indexes: { byGuide: { partitionKey: 'guide' } },
})

const set = (path: Path, to: SetValue): UpdateAction => ({ op: 'set', path, to })
const add = (value: Value): UpdateAction => ({ op: 'add', path: ['a'], value })
const take = (value: Value): UpdateAction => ({ op: 'delete', path: ['a'], value })

it.each<[string, readonly UpdateAction[], string]>([
  [
    'the partition key (rule 5.20)',
    [set(['zoo'], { value: 'x' })],
    'Cannot update attribute zoo. This attribute is part of the key',
  ],
  ['the sort key', [{ op: 'remove', path: ['day'] }], 'Cannot update attribute day'],
  [
    'a place inside an index key (rule 2.14)',
    [set(['guide', 'x'], { value: 1 })],
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: guide",
  ],
  ['an index key of another type (rule 2.11)', [set(['guide'], { value: 1 })], 'Type mismatch for Index Key guide'],
  ['an empty index key (rule 2.12)', [set(['guide'], { value: '' })], 'empty string value'],
  [
    'paths that overlap (rule 5.3)',
    [set(['m'], { value: {} }), { op: 'remove', path: ['m', 'a'] }],
    'Invalid UpdateExpression: Two document paths overlap',
  ],
  [
    'a sum with text (rule 5.6)',
    [set(['a'], { op: '+', left: { path: ['b'] }, right: { value: 'x' } })],
    'operator or function: +, operand type: S',
  ],
  [
    'a difference with a list',
    [set(['a'], { op: '-', left: { value: [] }, right: { value: 1 } })],
    'operator or function: -, operand type: L',
  ],
  [
    'joining what is no list (rule 5.9)',
    [set(['a'], { op: 'listAppend', first: { path: ['a'] }, second: { value: 5 } })],
    'operator or function: list_append, operand type: N',
  ],
  [
    'adding text (rule 5.16)',
    [add('x')],
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING',
  ],
  ['adding bytes', [add(new Uint8Array([1]))], 'operator: ADD, operand type: BINARY'],
  ['adding a boolean', [add(true)], 'operator: ADD, operand type: BOOLEAN'],
  ['adding null', [add(null)], 'operator: ADD, operand type: NULL'],
  ['adding a map', [add({})], 'operator: ADD, operand type: MAP'],
  ['adding a list (rule 5.19)', [add([1])], 'operator: ADD, operand type: LIST'],
  ['deleting a number', [take(1)], 'operator: DELETE, operand type: NUMBER'],
])('refuses %s', (_what, update, message) => {
  expect(() => checkUpdate(table, update)).toThrow(ValidationException)
  expect(() => checkUpdate(table, update)).toThrow(message)
  expect(() => checkUpdate(table, update)).toThrow('(table visits)')
})

it('takes what DynamoDB takes', () => {
  checkUpdate(table, [])
  checkUpdate(table, [
    set(['guide'], { value: 'Ada' }),
    set(['sum'], { op: '+', left: { path: ['b'] }, right: { value: 1n } }),
    set(['list'], {
      op: 'listAppend',
      first: { op: 'ifNotExists', path: ['l'], otherwise: { value: [] } },
      second: { path: ['l'] },
    }),
    // what an attribute may never need is looked at when it does
    set(['sum1'], {
      op: '+',
      left: { op: 'ifNotExists', path: ['b'], otherwise: { value: 'x' } },
      right: { value: 1 },
    }),
    set(['sum2'], { op: '-', left: { path: ['b'] }, right: { path: ['c'] } }),
    add(1),
    { op: 'add', path: ['numbers'], value: new Set([1]) },
    { op: 'add', path: ['binaries'], value: new Set([new Uint8Array([1])]) },
    { op: 'delete', path: ['texts'], value: new Set(['x']) },
    { op: 'delete', path: ['digits'], value: new Set([1]) },
    { op: 'add', path: ['set'], value: new Set(['x']) },
    { op: 'delete', path: ['bytes'], value: new Set([new Uint8Array([1])]) },
    { op: 'remove', path: ['m', 'a'] },
    { op: 'remove', path: ['m', 'b'] },
  ])
})

it('the values that an update sets are those of whole attributes', () => {
  const update = [
    set(['a'], { value: 1 }),
    set(['m', 'b'], { value: 2 }),
    set(['c'], { path: ['a'] }),
    { op: 'add', path: ['n'], value: 1 } as const,
  ]
  expect(valuesSet(update)).toEqual({ a: 1 })
  expect(attributesNamed([...update, { op: 'remove', path: ['toString'] }], { m: { x: 1 }, n: 5, other: 1 })).toEqual({
    m: { x: 1 },
    n: 5,
  })
})
