import { expect } from 'vitest'
import { rule } from './rule.ts'
import { map, plain, useWire } from './wire.ts'

const wire = useWire()

/** Sort keys of partition `p` in the table that `sorted` made, by this key condition. */
async function found(table: string, condition: string, values: Record<string, unknown> = {}): Promise<unknown[]> {
  const { Items } = await wire.ok('Query', query(table, condition, values))
  return Items.map((item: object) => plain(item).sk)
}

function query(table: string, condition: string, values: Record<string, unknown> = {}): object {
  const used = Object.entries({ ':p': 'p', ...values }).filter(([name]) => new RegExp(`${name}\\b`).test(condition))
  return {
    TableName: table,
    KeyConditionExpression: condition,
    ...(used.length > 0 && { ExpressionAttributeValues: map(Object.fromEntries(used)) }),
  }
}

async function refused(table: string, condition: string, message: string | RegExp, values = {}): Promise<void> {
  await wire.invalid('Query', query(table, condition, values), message)
}

async function numbers(): Promise<string> {
  const table = await wire.table('pk:S sk:N')
  for (const sk of [1, 2, 3, 4]) await wire.put(table, { pk: 'p', sk })
  await wire.put(table, { pk: 'q', sk: 2 })
  return table
}

async function texts(): Promise<string> {
  const table = await wire.table('pk:S sk:S')
  for (const sk of ['a', 'ab', 'abc', 'b']) await wire.put(table, { pk: 'p', sk })
  return table
}

rule('7.3', 'a query takes one partition, and every comparison of the sort key', async () => {
  const table = await numbers()
  expect(await found(table, 'pk = :p')).toEqual([1, 2, 3, 4])
  const conditions = { '=': [2], '<': [1], '<=': [1, 2], '>': [3, 4], '>=': [2, 3, 4] }
  for (const [operator, keys] of Object.entries(conditions)) {
    expect(await found(table, `pk = :p AND sk ${operator} :s`, { ':s': 2 })).toEqual(keys)
  }
  expect(await found(table, 'pk = :p and sk between :a and :b', { ':a': 2, ':b': 3 })).toEqual([2, 3])
  expect(await found(await texts(), 'pk = :p AND begins_with(sk, :s)', { ':s': 'ab' })).toEqual(['ab', 'abc'])
})

rule('7.3', 'key conditions stand in either order, value first or in parentheses', async () => {
  const table = await numbers()
  const spellings = [
    'sk > :s AND pk = :p',
    ':p = pk AND :s < sk',
    '(pk = :p AND sk > :s)',
    '(pk = :p) AND (sk > :s)',
    '(pk = :p) AND sk > :s',
    'pk=:p AND(:s<sk)',
  ]
  for (const spelling of spellings) expect(await found(table, spelling, { ':s': 2 })).toEqual([3, 4])
  expect(await found(table, ':s >= sk AND pk = :p', { ':s': 2 })).toEqual([1, 2])
  await refused(table, '((pk = :p))', /The expression has redundant parentheses;$/)
  const named = {
    ...query(table, '#p = :p AND #s > :s', { ':s': 2 }),
    ExpressionAttributeNames: { '#p': 'pk', '#s': 'sk' },
  }
  expect((await wire.ok('Query', named)).Count).toBe(2)
})

rule('7.4', 'a query without its partition key, or with what is no key, misses a key', async () => {
  const table = await numbers()
  await refused(table, 'sk = :s', 'Query condition missed key schema element: pk', { ':s': 1 })
  await refused(table, 'pk = :p AND v = :v', 'Query condition missed key schema element: sk', { ':v': 1 })
  await refused(table, 'v = :v', 'Query condition missed key schema element: pk', { ':v': 1 })
})

rule('7.5', 'a key condition has no other operators and functions', async () => {
  const table = await numbers()
  const conditions = {
    'pk = :p OR sk = :s': 'OR',
    'NOT pk = :p': 'NOT',
    'pk = :p AND NOT sk = :s': 'NOT',
    'pk = :p AND sk IN (:s)': 'IN',
    'pk = :p AND sk <> :s': '<>',
    'pk = :p AND contains(sk, :s)': 'contains',
    'pk = :p AND attribute_exists(sk)': 'attribute_exists',
    'pk = :p AND attribute_not_exists(sk)': 'attribute_not_exists',
    'pk = :p AND attribute_type(sk, :s)': 'attribute_type',
  }
  for (const [condition, operator] of Object.entries(conditions)) {
    const fault = new RegExp(
      `^(Invalid KeyConditionExpression: )?Invalid operator used in KeyConditionExpression: ${operator}$`,
    )
    await refused(table, condition, fault, { ':s': operator === 'attribute_type' ? 'N' : 1 })
  }
})

rule('7.6', 'the partition key is compared by equality only', async () => {
  const table = await texts()
  for (const operator of ['<', '<=', '>', '>=']) {
    await refused(table, `pk ${operator} :p`, 'Query key condition not supported')
  }
  await refused(table, 'begins_with(pk, :p)', 'Query key condition not supported')
  await refused(table, 'pk BETWEEN :p AND :q', 'Query key condition not supported', { ':q': 'q' })
  await refused(table, 'begins_with(pk, :p) AND sk = :s', 'Query key condition not supported', { ':s': 'a' })
})

rule('7.7', 'there is one condition for each key', async () => {
  const table = await numbers()
  const twice = 'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key'
  await refused(table, 'pk = :p AND sk > :a AND sk < :b', twice, { ':a': 1, ':b': 3 })
  await refused(table, 'pk = :p AND pk = :q', twice, { ':q': 'q' })
  await refused(
    table,
    'pk = :p AND sk = :s AND v = :v',
    /^(Invalid KeyConditionExpression: )?The number of query conditions \(3\) exceeds the number of key attributes defined in the schema \(2\)$/,
    { ':s': 1, ':v': 1 },
  )
})

rule('7.8', 'the operand has the type of the key, and one that the operator takes', async () => {
  const table = await numbers()
  const mismatch = 'One or more parameter values were invalid: Condition parameter type does not match schema type'
  await refused(table, 'pk = :p', mismatch, { ':p': 1 })
  await refused(table, 'pk = :p AND sk > :s', mismatch, { ':s': 'text' })
  await refused(table, 'pk = :p AND sk BETWEEN :a AND :b', mismatch, { ':a': 'a', ':b': 'b' })
  await refused(table, 'pk = :p AND begins_with(sk, :s)', mismatch, { ':s': 'text' })
  await refused(table, 'pk = :p AND sk = :s', mismatch, { ':s': true })
  const operand =
    'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function:'
  await refused(table, 'pk = :p AND sk < :s', `${operand} <, operand type: BOOL`, { ':s': true })
  await refused(table, 'pk = :p AND begins_with(sk, :s)', `${operand} begins_with, operand type: N`, { ':s': 1 })
})

rule('7.9', 'a key is compared with a value, not with another name', async () => {
  const table = await texts()
  const fault =
    /^(Invalid KeyConditionExpression: )?Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition$/
  await refused(table, 'pk = sk', fault)
  await refused(table, 'pk = :p AND sk = v', fault)
})

rule('7.10', 'an operand for a key is not empty', async () => {
  const table = await texts()
  const fault =
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: '
  await refused(table, 'pk = :p', `${fault}pk`, { ':p': '' })
  await refused(table, 'pk = :p AND sk = :s', `${fault}sk`, { ':s': '' })
  await refused(table, 'pk = :p AND sk > :s', `${fault}sk`, { ':s': '' })
  await refused(table, 'pk = :p AND begins_with(sk, :s)', `${fault}sk`, { ':s': '' })
  await refused(table, 'pk = :p AND sk BETWEEN :a AND :b', `${fault}sk`, { ':a': '', ':b': 'b' })
  const binary = await wire.table('pk:B')
  await refused(binary, 'pk = :p', fault.replace('string', 'binary') + 'pk', { ':p': { B: '' } })
})

rule('7.11', 'a query has key conditions', async () => {
  const TableName = await texts()
  const fault = 'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.'
  await wire.invalid('Query', { TableName }, fault)
  await wire.invalid('Query', { TableName, Limit: 1 }, fault)
})
