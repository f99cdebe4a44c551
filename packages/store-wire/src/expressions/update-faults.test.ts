import { expect, test } from 'vitest'
import { readExpressions } from './read-expressions.ts'

const values = { ':s': { S: 'a' }, ':n': { N: '5' }, ':l': { L: [] }, ':ss': { SS: ['a'] }, ':m': { M: {} } } as const

function faultOf(text: string): string | undefined {
  const used = Object.entries(values).filter(([key]) => new RegExp(`${key}\\b`).test(text))
  try {
    readExpressions({
      UpdateExpression: text,
      ...(text.includes('#d') && { ExpressionAttributeNames: { '#d': 's.nested' } }),
      ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
    })
    return undefined
  } catch (error) {
    return (error as Error).message.replace('Invalid UpdateExpression: ', '')
  }
}

const type = 'Incorrect operand type for operator or function; operator or function:'
const paths = 'must remove or rewrite one of these paths; path one:'
const overlap = `Two document paths overlap with each other; ${paths}`
const misuse = 'The function is not allowed to be used this way in an expression; function:'
const undefinedValue = 'An expression attribute value used in expression is not defined; attribute value: :u'

test.each<readonly [rule: string, expression: string, fault: string | undefined]>([
  ['5.1', 'remove a Set b = :s aDD c :n DELETE d :ss', undefined],
  ['5.1', 'SET a = :s REMOVE c SET b = :s', 'The "SET" section can only be used once in an update expression;'],
  ['5.1', 'DELETE a :ss DELETE b :ss', 'The "DELETE" section can only be used once in an update expression;'],
  ['5.3', 'SET m = :s, m.a = :s', `${overlap} [m], path two: [m, a]`],
  ['5.3', 'SET a = :s REMOVE a', `${overlap} [a], path two: [a]`],
  [
    '5.3',
    'SET m.a = :s, m[0] = :s',
    `Two document paths conflict with each other; ${paths} [m, a], path two: [m, [0]]`,
  ],
  ['5.3', 'SET m.a = :s, m.b = :s, l[0] = :s, l[1] = :s', undefined],
  ['5.4', 'SET s = :s, #d = :s', undefined],
  ['5.5', 'SET a = b + c - d', 'Syntax error; token: "-", near: "c - d"'],
  ['5.5', 'SET a = (b + c)', undefined],
  ['5.5', 'SET a = (b) + (c)', undefined],
  ['5.5', 'SET a = (b + c) + d', 'Syntax error; token: "+", near: ") + d"'],
  ['5.5', 'SET a = b + (c + d)', 'Syntax error; token: "+", near: "c + d"'],
  ['5.5', 'SET a = ((b + c))', 'The expression has redundant parentheses;'],
  ['5.5', 'SET a = ((b) + c)', undefined],
  ['5.5', 'SET a = -b', 'Syntax error; token: "-", near: "= -b"'],
  ['5.5', 'SET a = b * c', 'Syntax error; token: "*", near: "b * c"'],
  ['5.6', 'SET a = b + :s', `${type} +, operand type: S`],
  ['5.6', 'SET a = if_not_exists(b, :s) + :n', undefined],
  ['5.6', 'SET a = :l - b', `${type} -, operand type: L`],
  ['5.8', 'SET a = if_not_exists(b.c[1], if_not_exists(d, :n)) + :n', undefined],
  [
    '5.8',
    'SET a = if_not_exists(:s, :s)',
    'Operator or function requires a document path; operator or function: if_not_exists',
  ],
  ['5.8', 'SET a = if_not_exists(b, b + c)', 'Syntax error; token: "+", near: "b + c"'],
  [
    '5.8',
    'SET a = if_not_exists(b)',
    'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1',
  ],
  ['5.9', 'SET a = list_append(a, :s)', `${type} list_append, operand type: S`],
  ['5.9', 'SET a = list_append(a, if_not_exists(a, :l))', undefined],
  ['5.9', 'SET a = if_not_exists(a, list_append(b, :l))', `${misuse} list_append`],
  ['5.9', 'SET a = list_append(list_append(a, b), :l)', `${misuse} list_append`],
  ['5.9', 'SET a = list_append(b, c) + :n', `${misuse} list_append`],
  ['5.16', 'ADD a :n, b :ss', undefined],
  ['5.16', 'ADD a :s', 'Incorrect operand type for operator or function; operator: ADD, operand type: STRING'],
  ['5.19', 'ADD a :l', 'Incorrect operand type for operator or function; operator: ADD, operand type: LIST'],
  ['5.18', 'DELETE a :n', 'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER'],
  ['5.21', '', 'The expression can not be empty;'],
  ['5.22', 'SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
  ['4.28', 'SET a = foo(b)', 'Invalid function name; function: foo'],
  ['4.18', 'SET a = :s,', 'Syntax error; token: "<EOF>", near: ","'],
  ['4.18', 'INVALID SYNTAX HERE', 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'],
  ['4.18', 'ADD hits : incr', 'Syntax error; token: ":", near: "hits : incr"'],
  ['4.18', 'ADD a b', 'Syntax error; token: "b", near: "a b"'],
  ['4.18', 'REMOVE', 'Syntax error; token: "<EOF>", near: "REMOVE"'],
  ['4.18', 'SET set = :s', 'Syntax error; token: "set", near: "SET set ="'],
  ['4.20', 'SET a = b, REMOVE c', 'Syntax error; token: "REMOVE", near: ", REMOVE c"'],
  ['4.20', 'SET name = :s', 'Attribute name is a reserved keyword; reserved keyword: name'],
  ['4.21', 'SET a = :u', undefinedValue],
  ['4.21', 'ADD a :u', undefinedValue],
  // of several faults the first by DynamoDB's order
  ['4.20', 'SET a = :u, a.name = :s', 'Attribute name is a reserved keyword; reserved keyword: name'],
  [
    '4.21',
    'SET a = :u, #u = :s',
    'An expression attribute name used in the document path is not defined; attribute name: #u',
  ],
  ['4.21', 'SET a = :u, a = :s', undefinedValue],
  ['5.3', 'SET a = :s + :s, a = :s', `${overlap} [a], path two: [a]`],
])('rule %s: %s', (_rule, expression, fault) => {
  expect(faultOf(expression)).toBe(fault)
})

test('an update has up to 300 operators and functions (rule 4.27)', () => {
  const of = (sums: number): string => `SET ${Array.from({ length: sums }, (_, at) => `a${at}=b+c`).join()}`
  expect(faultOf(of(300))).toBeUndefined()
  expect(faultOf(of(301))).toBe('The expression contains too many operators; operator count: 301')
})

test.each(['SET a=(', '(', 'SET a=list_append('])('no stack is too small for many times the end of %s', (text) => {
  const part = text.slice(text.indexOf('=') + 1)
  for (const times of [100, 4000 / part.length, 100_000]) {
    expect(faultOf(text + part.repeat(times))).toMatch(/^(Syntax error|Expression size|The expression (has|contains))/)
  }
})
