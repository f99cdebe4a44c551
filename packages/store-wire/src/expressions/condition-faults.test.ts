import { expect, test } from 'vitest'
import type { JsonObject } from '../input/json.ts'
import { readExpressions } from './read-expressions.ts'
import { isReserved, reservedWords } from './reserved-words.ts'

const values = {
  ':s': { S: 'a' },
  ':t': { S: 'b' },
  ':n': { N: '5' },
  ':m': { N: '7' },
  ':b': { B: 'AQ==' },
  ':c': { B: '' },
  ':bool': { BOOL: true },
  ':null': { NULL: true },
  ':l': { L: [] },
  ':map': { M: {} },
  ':ss': { SS: ['a'] },
  ':X': { S: 'X' },
} satisfies JsonObject
const names = { '#a': 'a', '#status': 'status', '#dots': 'a.b' }

/** The placeholders that an expression mentions. */
function mentioned<T>(all: Readonly<Record<string, T>>, text: string): Readonly<Record<string, T>> | undefined {
  const used = Object.entries(all).filter(([key]) => new RegExp(`${key}\\b`).test(text))
  return used.length === 0 ? undefined : Object.fromEntries(used)
}

function faultOf(text: string): string | undefined {
  const ofNames = mentioned(names, text)
  const ofValues = mentioned<JsonObject>(values, text)
  try {
    readExpressions({
      ConditionExpression: text,
      ...(ofNames && { ExpressionAttributeNames: ofNames }),
      ...(ofValues && { ExpressionAttributeValues: ofValues }),
    })
    return undefined
  } catch (error) {
    return (error as Error).message.replace('Invalid ConditionExpression: ', '')
  }
}

const type = 'Incorrect operand type for operator or function; operator or function:'
const count = 'Incorrect number of operands for operator or function; operator or function:'
const path = 'Operator or function requires a document path; operator or function:'
const misuse = 'The function is not allowed to be used this way in an expression; function:'
const distinct =
  'The first operand must be distinct from the remaining operands for this operator or function; operator:'
const parentheses = 'The expression has redundant parentheses;'
const bounds = 'The BETWEEN operator requires'

test.each<readonly [rule: string, expression: string, fault: string | undefined]>([
  ['4.1', 'a = :s aNd nOt b beTWEEN :s And :t oR c In (:n)', undefined],
  ['4.1', 'CONTAINS(a, :s)', 'Invalid function name; function: CONTAINS'],
  ['4.6', 'a > :bool', `${type} >, operand type: BOOL`],
  ['4.6', ':null <= a', `${type} <=, operand type: NULL`],
  ['4.6', 'a < :l', `${type} <, operand type: L`],
  ['4.6', 'a >= :ss', `${type} >=, operand type: SS`],
  ['4.6', 'a BETWEEN :map AND :map', `${type} BETWEEN, operand type: M`],
  ['4.6', 'a = :bool AND b <> :l', undefined],
  [
    '4.7',
    'a BETWEEN :m AND :n',
    `${bounds} upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:7}, upper bound operand: AttributeValue: {N:5}`,
  ],
  [
    '4.7',
    'a BETWEEN :s AND :n',
    `${bounds} same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:a}, upper bound operand: AttributeValue: {N:5}`,
  ],
  [
    '4.7',
    'a BETWEEN :b AND :c',
    `${bounds} upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=1 cap=1]}, upper bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=0 cap=0]}`,
  ],
  [
    '4.7',
    'a BETWEEN :s AND :null',
    `${bounds} same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:a}, upper bound operand: AttributeValue: {NULL:{"NULL":true}}`,
  ],
  ['4.7', 'a BETWEEN b AND :s', undefined],
  ['4.8', `a IN (${'b,'.repeat(99)}:s)`, undefined],
  [
    '4.8',
    `a IN (${'b,'.repeat(100)}:s)`,
    'The IN operator is provided with too many operands; number of operands: 101',
  ],
  ['4.9', 'a = a', `${distinct} =, first operand: [a]`],
  ['4.9', 'a.b[2] <= a.b[2]', `${distinct} <=, first operand: [a, b, [2]]`],
  ['4.9', '#a = a', `${distinct} =, first operand: [a]`],
  ['4.9', 'contains(a, a)', `${distinct} contains, first operand: [a]`],
  ['4.9', 'a IN (b, a)', `${distinct} IN, first operand: [a]`],
  ['4.9', 'a BETWEEN :s AND a', `${distinct} BETWEEN, first operand: [a]`],
  ['4.9', ':s = :s AND #dots = a.b', undefined],
  ['4.10', 'attribute_exists(:s)', `${path} attribute_exists`],
  ['4.10', 'attribute_not_exists(size(a))', `${path} attribute_not_exists`],
  [
    '4.11',
    'attribute_type(a, :X)',
    'Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
  ],
  ['4.11', 'attribute_type(a, :n)', `${type} attribute_type, operand type: N`],
  ['4.11', 'attribute_type(a, b)', `${type} attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}`],
  ['4.12', 'begins_with(a, :n)', `${type} begins_with, operand type: N`],
  ['4.12', 'begins_with(a, size(b))', `${type} begins_with, operand type: N`],
  ['4.12', 'begins_with(a, b)', undefined],
  ['4.13', 'contains(a, :ss) AND contains(:s, a)', undefined],
  ['4.14', 'size(a)', `${misuse} size`],
  ['4.14', 'size(size(a)) > :n', `${type} size, operand type: N`],
  ['4.14', 'size(:bool) > :n', `${type} size, operand type: BOOL`],
  ['4.14', 'size(:s) < size(a)', undefined],
  ['4.16', '((a = :s))', parentheses],
  ['4.16', '( (a = :s) )', parentheses],
  ['4.16', '((a)) = :s', parentheses],
  ['4.16', 'a = ((:s))', parentheses],
  ['4.16', '((contains(a, :s)))', parentheses],
  ['4.16', 'NOT ((a = :s))', parentheses],
  ['4.16', '((a = :s) AND (b = :t)) OR (NOT (c = :n))', undefined],
  ['4.16', '(a) = (:s) AND (contains((a), (b))) AND (size(a)) > :n', undefined],
  ['4.17', '', 'The expression can not be empty;'],
  ['4.18', 'a = 5', 'Syntax error; token: "5", near: "= 5"'],
  ['4.18', 'a =', 'Syntax error; token: "<EOF>", near: "="'],
  ['4.18', 'a  =  =  :s', 'Syntax error; token: "=", near: "=  =  :s"'],
  ['4.18', 'a = :s b', 'Syntax error; token: "b", near: ":s b"'],
  ['4.18', '(a = :s', 'Syntax error; token: "<EOF>", near: ":s"'],
  ['4.18', 'a = :s)', 'Syntax error; token: ")", near: ":s)"'],
  ['4.18', 'a = "x"', 'Syntax error; token: """, near: "= "x"'],
  ['4.18', 'a', 'Syntax error; token: "<EOF>", near: "a"'],
  ['4.18', '(NOT a) = :s', 'Syntax error; token: ")", near: "a) ="'],
  ['4.18', 'a IN ()', 'Syntax error; token: ")", near: "()"'],
  ['4.18', 'contains()', 'Syntax error; token: ")", near: "()"'],
  ['4.18', 'a BETWEEN :s OR :t', 'Syntax error; token: "OR", near: ":s OR :t"'],
  ['4.18', 'a = :s AND', 'Syntax error; token: "<EOF>", near: "AND"'],
  ['4.18', 'a[01] = :s', 'Syntax error; token: "1", near: "01]"'],
  ['4.18', 'a[-1] = :s', 'Syntax error; token: "-", near: "[-1"'],
  ['4.18', 'status = 5', 'Syntax error; token: "5", near: "= 5"'],
  ['4.19', '_n = :s', 'Syntax error; token: "_", near: "_n"'],
  ['4.19', '5n = :s', 'Syntax error; token: "5", near: "5n"'],
  ['4.19', 'a-b = :s', 'Syntax error; token: "-", near: "a-b"'],
  ['4.20', 'Status = :s', 'Attribute name is a reserved keyword; reserved keyword: Status'],
  ['4.20', 'a.status = :s', 'Attribute name is a reserved keyword; reserved keyword: status'],
  ['4.20', '#status = :s AND a.#status = :s', undefined],
  ['4.21', '#u = :s', 'An expression attribute name used in the document path is not defined; attribute name: #u'],
  ['4.21', 'a = :u', 'An expression attribute value used in expression is not defined; attribute value: :u'],
  ['4.28', 'foo(a)', 'Invalid function name; function: foo'],
  ['4.28', 'if_not_exists(a, :s)', 'The function is not allowed in a condition expression; function: if_not_exists'],
  ['4.28', 'contains(a)', `${count} contains, number of operands: 1`],
  ['4.28', 'attribute_exists(a, b)', `${count} attribute_exists, number of operands: 2`],
  ['4.28', 'contains(a, b) = :bool', `${misuse} contains`],
  ['4.28', 'size(contains(a, b)) > :n', `${misuse} contains`],
  ['4.33', 'a.#dots[0].b = :s', undefined],
  ['4.33', 'a[2147483648] = :s', 'List index is not within the allowable range; index: [2147483648]'],
  ['4.33', `a${'.b'.repeat(31)} = :s`, undefined],
  ['4.33', `a${'.b'.repeat(32)} = :s`, 'The document path has too many nesting levels; nesting levels: 33'],
  // of several faults: the form of the whole, then one condition after the other
  ['4.20', '#u = :s AND status = :s', 'Attribute name is a reserved keyword; reserved keyword: status'],
  ['4.21', 'a < :bool AND b = :u', `${type} <, operand type: BOOL`],
  [
    '4.21',
    'a = :u AND b < :bool',
    'An expression attribute value used in expression is not defined; attribute value: :u',
  ],
])('rule %s: %s', (_rule, expression, fault) => {
  expect(faultOf(expression)).toBe(fault)
})

test('an expression has up to 4,096 bytes (rule 4.26)', () => {
  const of = (size: number): string => `${'#a'.padEnd(size - 5)} = :s`
  expect(faultOf(of(4096))).toBeUndefined()
  expect(faultOf(of(4097))).toBe('Expression size has exceeded the maximum allowed size; expression size: 4097')
})

test('an expression has up to 300 operators and functions; parentheses do not count (rule 4.27)', () => {
  const of = (conditions: number): string => `a<b${' OR (a<b'.repeat(conditions - 1)}${')'.repeat(conditions - 1)}`
  expect(faultOf(of(150))).toBeUndefined()
  expect(faultOf(`NOT ${of(150)}`)).toBeUndefined()
  expect(faultOf(of(151))).toBe('The expression contains too many operators; operator count: 301')
  expect(faultOf(`${'NOT '.repeat(299)}a<b`)).toBeUndefined()
  expect(faultOf(`${'NOT '.repeat(300)}a<b`)).toBe('The expression contains too many operators; operator count: 301')
})

test.each(['(', 'NOT(', 'size(', 'a=(', '((a=b) AND ', 'a IN ('])('no stack is too small for many times %s', (part) => {
  for (const times of [100, 4096 / part.length, 100_000]) {
    expect(faultOf(part.repeat(times))).toMatch(/^(Syntax error|Expression size|The expression has|Incorrect)/)
  }
})

test('there are 573 reserved words (rule 4.20)', () => {
  expect(reservedWords.size).toBe(573)
  for (const word of reservedWords) expect(isReserved(word.toUpperCase())).toBe(true)
  expect(isReserved('constructor')).toBe(true)
  expect(isReserved('remove')).toBe(false)
})
