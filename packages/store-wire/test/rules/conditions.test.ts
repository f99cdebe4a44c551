import { beforeAll, expect } from 'vitest'
import { rule } from './rule.ts'
import { map, useWire } from './wire.ts'

const wire = useWire()
let table: string

/** The item that conditions look at. */
const item = {
  pk: 'k',
  s: 'hello',
  blank: '',
  n: 5,
  t: true,
  z: null,
  b: { B: 'AAEC' },
  l: ['a', 1, ['x']],
  m: { M: { a: { M: { b: { S: 'deep' } } }, 'd.e': { S: 'dotted' } } },
  ss: { SS: ['a', 'b'] },
  sub: { SS: ['a'] },
  ns: { NS: ['1', '2'] },
  same: { SS: ['b', 'a'] },
}

beforeAll(async () => {
  table = await wire.table('pk:S')
  await wire.put(table, item)
})

interface Given {
  readonly values?: Record<string, unknown>
  readonly names?: Record<string, string>
}

/** A put of the same item under a condition. */
function conditional(expression: string, { values, names }: Given = {}): Record<string, unknown> {
  return {
    TableName: table,
    Item: map(item),
    ConditionExpression: expression,
    ...(values && { ExpressionAttributeValues: map(values) }),
    ...(names && { ExpressionAttributeNames: names }),
  }
}

/** Whether the item meets the condition. */
async function holds(
  expression: string,
  values?: Record<string, unknown>,
  names?: Record<string, string>,
): Promise<boolean> {
  const { status, body } = await wire.send(
    'PutItem',
    conditional(expression, { ...(values && { values }), ...(names && { names }) }),
  )
  if (status === 200) return true
  expect(body.error, `${expression}: ${body.message}`).toBe('ConditionalCheckFailedException')
  return false
}

async function allHold(
  expectation: boolean,
  ...cases: readonly (readonly [string, Record<string, unknown>?])[]
): Promise<void> {
  for (const [expression, values] of cases) {
    expect([expression, await holds(expression, values)]).toEqual([expression, expectation])
  }
}

async function refuses(expression: string, message: string | RegExp, given: Given = {}): Promise<void> {
  const told = typeof message === 'string' ? `Invalid ConditionExpression: ${message}` : message
  await wire.invalid('PutItem', conditional(expression, given), told)
}

rule('4.1', 'keywords may be in any case, functions may not', async () => {
  const values = { ':a': 1, ':b': 9, ':c': 5 }
  await allHold(
    true,
    ['n BETWEEN :a and :b or NOT n = :c', values],
    ['n between :a AND :b AnD not n <> :c', values],
    ['n in (:a, :b, :c)', values],
  )
  await refuses('ATTRIBUTE_EXISTS(pk)', 'Invalid function name; function: ATTRIBUTE_EXISTS')
  await allHold(false, ['n < :a', { ':a': 5 }], ['n > :a', { ':a': 5 }], ['n <> :a', { ':a': 5 }])
  await allHold(true, ['n <= :a', { ':a': 5 }], ['n >= :a', { ':a': 5 }])
})

rule('4.2', 'comparisons bind before NOT, AND and OR', async () => {
  const values = { ':t': 5, ':f': 6 }
  await allHold(
    true,
    ['n = :t OR n = :f AND n = :f', values],
    ['NOT n = :f AND n = :t', values],
    ['n = :t OR NOT n = :t AND n = :f', values],
  )
  await allHold(false, ['(n = :t OR n = :f) AND n = :f', values], ['NOT n = :t AND n = :f OR n = :f', values])
})

rule('4.3', 'values of different types are unequal and in no order', async () => {
  await allHold(false, ['n = :v', { ':v': '5' }], ['n < :v', { ':v': '6' }], ['s > :v', { ':v': 1 }])
  await allHold(true, ['n <> :v', { ':v': '5' }])
})

rule('4.4', 'a missing attribute is unequal to every value, and in no order', async () => {
  const v = { ':v': 1 }
  await allHold(
    false,
    ['q = :v', v],
    ['q < :v', v],
    ['q >= :v', v],
    ['q BETWEEN :v AND :v2', { ...v, ':v2': 2 }],
    ['q IN (:v)', v],
  )
  await allHold(true, ['q <> :v', v], ['NOT (q = :v)', v], ['NOT (q < :v)', v])
})

rule('4.5', 'two missing attributes are unequal', async () => {
  await allHold(false, ['q1 = q2'])
  await allHold(true, ['q1 <> q2'])
})

rule('4.6', 'an order with a given value that has none is refused', async () => {
  const given = { BOOL: true, L: [], M: { M: {} }, NULL: null, SS: { SS: ['a'] } }
  for (const [type, value] of Object.entries(given)) {
    await refuses(
      'n > :v',
      `Incorrect operand type for operator or function; operator or function: >, operand type: ${type}`,
      { values: { ':v': value } },
    )
  }
  await allHold(false, ['t > :v', { ':v': 1 }], ['n > t'], ['ss <= :v', { ':v': 1 }])
})

rule('4.7', 'BETWEEN takes bounds of one type in their order', async () => {
  await refuses(
    'n BETWEEN :a AND :b',
    /The BETWEEN operator requires upper bound to be greater than or equal to lower bound; /,
    { values: { ':a': 2, ':b': 1 } },
  )
  await refuses('n BETWEEN :a AND :b', /The BETWEEN operator requires same data type for lower and upper bounds; /, {
    values: { ':a': 2, ':b': 'x' },
  })
  await allHold(false, ['s BETWEEN n AND b'], ['n BETWEEN s AND b'])
  await allHold(true, ['n BETWEEN :a AND :a', { ':a': 5 }])
})

rule('4.8', 'IN takes up to 100 values, of any types', async () => {
  const among = (count: number) => {
    const values = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`:v${index}`, index % 2 === 0 ? index : `${index}`]),
    )
    return [`n IN (${Object.keys(values).join(', ')})`, values] as const
  }
  const [fits, values] = among(100)
  expect(await holds(fits, values)).toBe(false)
  const [tooMany, more] = among(101)
  await refuses(tooMany, 'The IN operator is provided with too many operands; number of operands: 101', {
    values: more,
  })
  await allHold(true, ['n IN (:a, :b)', { ':a': 'x', ':b': 5 }])
})

rule('4.9', 'an operator compares two different paths', async () => {
  await refuses(
    'n = n',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
  )
  await allHold(true, [':a = :a', { ':a': 1 }], ['n = :a AND n <> s', { ':a': 5 }])
})

rule('4.10', 'existence is asked of a path', async () => {
  await refuses('attribute_exists(:v)', /Operator or function requires a document path; /, { values: { ':v': 1 } })
  await refuses('attribute_not_exists(:v)', /Operator or function requires a document path; /, { values: { ':v': 1 } })
  await allHold(
    true,
    ['attribute_exists(z)'],
    ['attribute_exists(l[2])'],
    ['attribute_not_exists(l[3])'],
    ['attribute_exists(m.a.b)'],
  )
  await allHold(false, ['attribute_exists(m.a.c)'], ['attribute_exists(s.x)'])
})

rule('4.11', 'attribute_type takes the name of a type', async () => {
  const types = { S: 's', N: 'n', BOOL: 't', NULL: 'z', B: 'b', L: 'l', M: 'm', SS: 'ss', NS: 'ns' }
  for (const [type, name] of Object.entries(types)) await allHold(true, [`attribute_type(${name}, :t)`, { ':t': type }])
  await allHold(false, ['attribute_type(s, :t)', { ':t': 'BS' }], ['attribute_type(q, :t)', { ':t': 'S' }])
  await refuses('attribute_type(s, :t)', /Invalid attribute type name found; type: STRING, valid types: \{/, {
    values: { ':t': 'STRING' },
  })
  await refuses(
    'attribute_type(s, :t)',
    /Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N/,
    { values: { ':t': 1 } },
  )
})

rule('4.12', 'begins_with compares strings or binaries', async () => {
  await allHold(
    true,
    ['begins_with(s, :v)', { ':v': 'he' }],
    ['begins_with(b, :v)', { ':v': { B: 'AAE=' } }],
    ['begins_with(s, blank)'],
  )
  await allHold(
    false,
    ['begins_with(s, :v)', { ':v': 'el' }],
    ['begins_with(n, :v)', { ':v': '5' }],
    ['begins_with(s, b)'],
  )
  await refuses('begins_with(s, :v)', /operator or function: begins_with, operand type: N/, { values: { ':v': 1 } })
})

rule('4.13', 'contains finds substrings and members', async () => {
  await allHold(
    true,
    ['contains(s, :v)', { ':v': 'ell' }],
    ['contains(s, :v)', { ':v': '' }],
    ['contains(ss, :v)', { ':v': 'a' }],
    ['contains(ns, :v)', { ':v': { N: '1.0' } }],
    ['contains(l, :v)', { ':v': ['x'] }],
    ['contains(b, :v)', { ':v': { B: 'AQI=' } }],
  )
  await allHold(
    false,
    ['contains(m, :v)', { ':v': 'a' }],
    ['contains(ss, :v)', { ':v': { SS: ['a'] } }],
    ['contains(s, :v)', { ':v': 5 }],
    ['contains(ns, :v)', { ':v': '1' }],
  )
})

rule('4.14', 'size counts bytes and members, and has no value for others', async () => {
  const sizes = { s: 5, blank: 0, b: 3, l: 3, m: 2, ss: 2, ns: 2 }
  for (const [name, size] of Object.entries(sizes)) await allHold(true, [`size(${name}) = :v`, { ':v': size }])
  for (const name of ['n', 't', 'z', 'q']) {
    await allHold(false, [`size(${name}) = :v`, { ':v': 1 }], [`size(${name}) < :v`, { ':v': 100 }])
    await allHold(true, [`size(${name}) <> :v`, { ':v': 1 }])
  }
  await refuses('size(s)', 'The function is not allowed to be used this way in an expression; function: size')
  await refuses('size(size(s)) = :v', /Invalid ConditionExpression: /, { values: { ':v': 1 } })
})

rule('4.15', 'sets are equal in any order, also inside of maps and lists', async () => {
  await allHold(
    true,
    ['ss = same'],
    ['ss = :v', { ':v': { SS: ['b', 'a'] } }],
    ['ns = :v', { ':v': { NS: ['2', '1.0'] } }],
  )
  const inner = await wire.table('pk:S')
  await wire.put(inner, { pk: 'k', l: { L: [{ M: { a: { SS: ['x', 'y'] } } }] } })
  await wire.ok('DeleteItem', {
    TableName: inner,
    Key: map({ pk: 'k' }),
    ConditionExpression: 'l = :v',
    ExpressionAttributeValues: { ':v': { L: [{ M: { a: { SS: ['y', 'x'] } } }] } },
  })
})

rule('4.16', 'one pair of parentheses is enough', async () => {
  await allHold(true, ['(n = :v)', { ':v': 5 }], ['((n = :v) AND (s <> :v))', { ':v': 5 }])
  await refuses('((n = :v))', 'The expression has redundant parentheses;', { values: { ':v': 5 } })
  await refuses('n = :v AND ((n = :v))', 'The expression has redundant parentheses;', { values: { ':v': 5 } })
})

rule('4.17', 'an expression is not empty', async () => {
  await refuses('', 'The expression can not be empty;')
  for (const text of [' ', '\n']) await refuses(text, /^Invalid ConditionExpression: /)
})

rule('4.18', 'a syntax error tells the token and what is near', async () => {
  await refuses('n = 5', 'Syntax error; token: "5", near: "= 5"')
  await refuses('n =', 'Syntax error; token: "<EOF>", near: "="')
  await refuses('n', 'Syntax error; token: "<EOF>", near: "n"')
  for (const text of [
    '(n = s',
    'n = s)',
    'n = s s',
    'AND n = s',
    'n = = s',
    'n ! s',
    '"n" = s',
    'n == s',
    'attribute_exists pk',
  ]) {
    await refuses(text, /^Invalid ConditionExpression: Syntax error; token: "/)
  }
})

rule('4.19', 'a name starts with a letter, or is an alias', async () => {
  for (const text of ['_n = s', '5n = s', 'a-b = s'])
    await refuses(text, /^Invalid ConditionExpression: Syntax error; token: "/)
  expect(await holds('attribute_not_exists(#n)', undefined, { '#n': '_n' })).toBe(true)
  await allHold(true, ['attribute_not_exists(a_1)'])
})

rule('4.20', 'reserved words need an alias, in any case', async () => {
  for (const word of ['status', 'Name', 'ZONE', 'abort', 'year', 'ttl']) {
    await refuses(`attribute_exists(${word})`, `Attribute name is a reserved keyword; reserved keyword: ${word}`)
  }
  await allHold(true, ['attribute_not_exists(statuses)'])
})

rule('4.21', 'aliases and values that are used are defined', async () => {
  await refuses(
    '#u = :v',
    'An expression attribute name used in the document path is not defined; attribute name: #u',
    { values: { ':v': 1 } },
  )
  await refuses('n = :v', 'An expression attribute value used in expression is not defined; attribute value: :v')
})

rule('4.22', 'aliases and values that are defined are used', async () => {
  const unused = 'unused in expressions: keys: {'
  await wire.invalid(
    'PutItem',
    conditional('n = :v', { values: { ':v': 5, ':w': 1 } }),
    `Value provided in ExpressionAttributeValues ${unused}:w}`,
  )
  await wire.invalid(
    'PutItem',
    conditional('attribute_exists(n)', { names: { '#x': 's' } }),
    `Value provided in ExpressionAttributeNames ${unused}#x}`,
  )
  await allHold(true, ['n = :v OR s = :w', { ':v': 5, ':w': 1 }])
})

rule('4.23', 'aliases begin with # and values with :', async () => {
  await wire.invalid(
    'PutItem',
    conditional('n = :v', { names: { bad: 'n' }, values: { ':v': 1 } }),
    'ExpressionAttributeNames contains invalid key: Syntax error; key: "bad"',
  )
  await wire.invalid(
    'PutItem',
    conditional('n = :v', { values: { v: 1 } }),
    'ExpressionAttributeValues contains invalid key: Syntax error; key: "v"',
  )
})

rule('4.24', 'aliases and values come with an expression', async () => {
  const put = { TableName: table, Item: map(item) }
  await wire.invalid(
    'PutItem',
    { ...put, ExpressionAttributeNames: { '#n': 'n' } },
    'ExpressionAttributeNames can only be specified when using expressions',
  )
  await wire.invalid(
    'PutItem',
    { ...put, ExpressionAttributeValues: map({ ':v': 1 }) },
    'ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null',
  )
})

rule('4.25', 'maps of aliases and values are not empty', async () => {
  await wire.invalid(
    'PutItem',
    conditional('attribute_exists(n)', { names: {} }),
    'ExpressionAttributeNames must not be empty',
  )
  await wire.invalid(
    'PutItem',
    conditional('attribute_exists(n)', { values: {} }),
    'ExpressionAttributeValues must not be empty',
  )
})

rule('4.26', 'an expression has up to 4,096 bytes', async () => {
  const fitting = `attribute_exists(n)${' '.repeat(4096 - 19)}`
  expect(await holds(fitting)).toBe(true)
  await refuses(`${fitting} `, 'Expression size has exceeded the maximum allowed size; expression size: 4097')
})

rule('4.27', 'an expression has up to 300 operators', async () => {
  // n comparisons joined by AND are 2n - 1 operators
  const joined = (count: number) => Array.from({ length: count }, () => 'n<>s').join(' AND ')
  expect(await holds(joined(150))).toBe(true)
  await refuses(joined(151), 'The expression contains too many operators; operator count: 301')
})

rule('4.28', 'functions are known, and take their operands', async () => {
  await refuses('foo(n)', 'Invalid function name; function: foo')
  for (const text of ['attribute_exists(n, s)', 'begins_with(s)', 'contains(s)', 'size(s, n) = n']) {
    await refuses(text, /^Invalid ConditionExpression: Incorrect number of operands for operator or function; /)
  }
})

rule('4.29', 'the filter of a query is not about its keys', async () => {
  const own = await wire.table({ keys: 'pk:S sk:S', gsis: { byg: 'g:S' } })
  await wire.put(own, { pk: 'p', sk: 's', g: 'x' })
  const values = map({ ':p': 'p' })
  const query = (FilterExpression: string) => ({
    TableName: own,
    KeyConditionExpression: 'pk = :p',
    FilterExpression,
    ExpressionAttributeValues: values,
  })
  for (const key of ['pk', 'sk']) {
    await wire.invalid(
      'Query',
      query(`${key} = :p`),
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
    )
  }
  const byIndex = await wire.ok('Query', {
    TableName: own,
    IndexName: 'byg',
    KeyConditionExpression: 'g = :g',
    FilterExpression: 'pk = :p',
    ExpressionAttributeValues: map({ ':g': 'x', ':p': 'p' }),
  })
  expect(byIndex.Count).toBe(1)
  const scan = { TableName: own, FilterExpression: 'pk = :p', ExpressionAttributeValues: values }
  expect((await wire.ok('Scan', scan)).Count).toBe(1)
})

rule('4.30', 'a condition that is not met fails and changes nothing', async () => {
  const own = await wire.table('pk:S')
  await wire.put(own, { pk: 'k', v: 1 })
  const condition = { ConditionExpression: 'v = :v', ExpressionAttributeValues: map({ ':v': 2 }) }
  const failed = ['ConditionalCheckFailedException', 'The conditional request failed'] as const
  await wire.refused('PutItem', { TableName: own, Item: map({ pk: 'k' }), ...condition }, ...failed)
  await wire.refused('DeleteItem', { TableName: own, Key: map({ pk: 'k' }), ...condition }, ...failed)
  await wire.refused(
    'UpdateItem',
    { TableName: own, Key: map({ pk: 'k' }), UpdateExpression: 'SET v = :v', ...condition },
    ...failed,
  )
  expect(await wire.get(own, { pk: 'k' })).toEqual(map({ pk: 'k', v: 1 }))
})

rule('4.31', 'a failed condition tells the item where it is asked to', async () => {
  const own = await wire.table('pk:S')
  await wire.put(own, { pk: 'k', v: 1 })
  const put = (pk: string, wanted: string) => ({
    TableName: own,
    Item: map({ pk }),
    ConditionExpression: 'v = :v',
    ExpressionAttributeValues: map({ ':v': 2 }),
    ReturnValuesOnConditionCheckFailure: wanted,
  })
  const failed = 'ConditionalCheckFailedException'
  expect((await wire.refused('PutItem', put('k', 'ALL_OLD'), failed)).Item).toEqual(map({ pk: 'k', v: 1 }))
  expect((await wire.refused('PutItem', put('x', 'ALL_OLD'), failed)).Item).toBeUndefined()
  expect((await wire.refused('PutItem', put('k', 'NONE'), failed)).Item).toBeUndefined()
  await wire.invalid('PutItem', put('k', 'ALL_NEW'), /failed to satisfy constraint/i)
})

rule('4.32', 'older parameters do not mix with expressions', async () => {
  await wire.invalid(
    'PutItem',
    { ...conditional('attribute_exists(n)'), Expected: { n: { Exists: false } } },
    'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}',
  )
})

rule('4.33', 'a path is names and indexes; an alias is one name', async () => {
  expect(await holds('m.a.b = :v AND m.#c = :w', { ':v': 'deep', ':w': 'dotted' }, { '#c': 'd.e' })).toBe(true)
  await allHold(true, ['l[2][0] = :v', { ':v': 'x' }])
  for (const text of [
    'attribute_exists(l[:v])',
    'attribute_exists(l[-1])',
    'attribute_exists(l[a])',
    'attribute_exists(m..a)',
  ]) {
    await refuses(text, /^Invalid ConditionExpression: Syntax error/)
  }
})
