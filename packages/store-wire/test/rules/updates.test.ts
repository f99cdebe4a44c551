import { expect } from 'vitest'
import { rule } from './rule.ts'
import { type Body, map, useWire } from './wire.ts'

const wire = useWire()

interface Given {
  readonly values?: Record<string, unknown>
  readonly names?: Record<string, string>
}

async function request(
  item: Record<string, unknown> | undefined,
  expression: string,
  { values, names }: Given,
): Promise<Record<string, unknown>> {
  const table = await wire.table('pk:S')
  if (item !== undefined) await wire.put(table, { pk: 'k', ...item })
  return {
    TableName: table,
    Key: map({ pk: 'k' }),
    UpdateExpression: expression,
    ...(values && { ExpressionAttributeValues: map(values) }),
    ...(names && { ExpressionAttributeNames: names }),
  }
}

/** What an item is after an update, without its key; `undefined` where there is none. */
async function updated(
  item: Record<string, unknown> | undefined,
  expression: string,
  values?: Record<string, unknown>,
  names?: Record<string, string>,
): Promise<Body> {
  const update = await request(item, expression, { ...(values && { values }), ...(names && { names }) })
  await wire.ok('UpdateItem', update)
  const found = await wire.get(update['TableName'] as string, { pk: 'k' })
  if (found !== undefined) delete found.pk
  return found
}

/** Refuses the update, and leaves the item as it is. */
async function refuses(
  item: Record<string, unknown> | undefined,
  expression: string,
  message: string | RegExp,
  given: Given = {},
): Promise<void> {
  const update = await request(item, expression, given)
  await wire.invalid('UpdateItem', update, message)
  expect(await wire.get(update['TableName'] as string, { pk: 'k' })).toEqual(item && map({ pk: 'k', ...item }))
}

const invalidUpdate = 'Invalid UpdateExpression: '
const wrongType = 'An operand in the update expression has an incorrect data type'
const noAttribute = 'The provided expression refers to an attribute that does not exist in the item'
const invalidPath = 'The document path provided in the update expression is invalid for update'

rule('5.1', 'each clause comes once, in any case and order', async () => {
  const values = { ':v': 1, ':s': { SS: ['a'] } }
  expect(await updated({ r: 1, s: { SS: ['a', 'b'] } }, 'remove r delete s :s ADD c :v set x = :v', values)).toEqual(
    map({ s: { SS: ['b'] }, c: 1, x: 1 }),
  )
  await refuses(
    {},
    'SET a = :v SET b = :v',
    `${invalidUpdate}The "SET" section can only be used once in an update expression;`,
    { values: { ':v': 1 } },
  )
  await refuses(
    {},
    'REMOVE a SET c = :v REMOVE b',
    `${invalidUpdate}The "REMOVE" section can only be used once in an update expression;`,
    { values: { ':v': 1 } },
  )
})

rule('5.2', 'right-hand sides read the item as it was', async () => {
  expect(await updated({ a: 1, b: 2 }, 'SET a = b, b = :v', { ':v': 9 })).toEqual(map({ a: 2, b: 9 }))
  expect(await updated({ a: 1 }, 'REMOVE a SET b = a')).toEqual(map({ b: 1 }))
})

rule('5.3', 'paths neither overlap nor conflict', async () => {
  const values = { ':v': 1 }
  await refuses(
    {},
    'SET m = :v, m.a = :v',
    `${invalidUpdate}Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, a]`,
    { values },
  )
  await refuses({}, 'SET a = :v REMOVE a', /Two document paths overlap with each other; /, { values })
  await refuses({}, 'SET m.a = :v, m[0] = :v', /Two document paths conflict with each other; /, { values })
})

rule('5.4', 'an alias is one name, whatever it looks like', async () => {
  expect(await updated({}, 'SET s = :h, #n = :h', { ':h': 1 }, { '#n': 's.nested' })).toEqual(
    map({ s: 1, 's.nested': 1 }),
  )
})

rule('5.5', 'one sum or difference, in parentheses or not', async () => {
  const values = { ':a': 5, ':b': 2 }
  expect(await updated({}, 'SET x = :a + :b', values)).toEqual(map({ x: 7 }))
  expect(await updated({}, 'SET x = :a - :b', values)).toEqual(map({ x: 3 }))
  expect(await updated({}, 'SET x = (:a - :b)', values)).toEqual(map({ x: 3 }))
  for (const text of ['SET x = :a + :b + :a', 'SET x = -:a', 'SET x = :a * :b', 'SET x = :a +']) {
    await refuses({}, text, /^Invalid UpdateExpression: Syntax error; token: "/, { values })
  }
})

rule('5.6', 'a sum is of numbers that there are', async () => {
  const operand = `${invalidUpdate}Incorrect operand type for operator or function; operator or function: +, operand type: S`
  await refuses({ n: 1 }, 'SET n = n + :v', operand, { values: { ':v': 'x' } })
  await refuses({ s: 'x' }, 'SET n = s + :v', wrongType, { values: { ':v': 1 } })
  await refuses({}, 'SET n = q + :v', noAttribute, { values: { ':v': 1 } })
})

rule('5.7', 'a result has 38 digits and is in range', async () => {
  const most = '9'.repeat(38)
  await refuses({ n: { N: most } }, 'SET n = n + :v', /overflow|38 significant digits/, {
    values: { ':v': { N: '0.1' } },
  })
  await refuses({ n: { N: `9${'0'.repeat(125)}` } }, 'SET n = n + :v', /Number overflow/, {
    values: { ':v': { N: '9e125' } },
  })
  await refuses({ n: { N: `1${'0'.repeat(125)}` } }, 'ADD n :v', /overflow|38 significant digits/, {
    values: { ':v': { N: '1' } },
  })
  expect(await updated({ n: { N: most } }, 'SET n = n + :v', { ':v': 1 })).toEqual({ n: { N: `1${'0'.repeat(38)}` } })
})

rule('5.8', 'if_not_exists takes a path and what else', async () => {
  expect(await updated({ a: 1 }, 'SET a = if_not_exists(a, :v), b = if_not_exists(b, :v)', { ':v': 9 })).toEqual(
    map({ a: 1, b: 9 }),
  )
  expect(await updated({ c: 3 }, 'SET a = if_not_exists(a, if_not_exists(b, c))')).toEqual(map({ a: 3, c: 3 }))
  expect(await updated({}, 'SET a = if_not_exists(a, :z) + :v', { ':z': 0, ':v': 1 })).toEqual(map({ a: 1 }))
  await refuses(
    {},
    'SET a = if_not_exists(:v, :v)',
    /^Invalid UpdateExpression: Operator or function requires a document path; /,
    { values: { ':v': 1 } },
  )
})

rule('5.9', 'list_append joins two lists that there are', async () => {
  expect(await updated({ l: ['a'] }, 'SET l = list_append(l, :v)', { ':v': ['b'] })).toEqual(map({ l: ['a', 'b'] }))
  expect(await updated({ l: ['a'] }, 'SET l = list_append(:v, l)', { ':v': ['b'] })).toEqual(map({ l: ['b', 'a'] }))
  expect(await updated({ l: ['a'] }, 'SET l = list_append(l, l)')).toEqual(map({ l: ['a', 'a'] }))
  expect(await updated({}, 'SET l = list_append(if_not_exists(l, :e), :v)', { ':e': [], ':v': ['b'] })).toEqual(
    map({ l: ['b'] }),
  )
  await refuses(
    { l: [] },
    'SET l = list_append(l, :v)',
    `${invalidUpdate}Incorrect operand type for operator or function; operator or function: list_append, operand type: S`,
    { values: { ':v': 'x' } },
  )
  await refuses({ l: 'x' }, 'SET l = list_append(l, :v)', wrongType, { values: { ':v': [] } })
  await refuses({}, 'SET l = list_append(l, :v)', noAttribute, { values: { ':v': [] } })
  await refuses(
    { l: [] },
    'SET l = if_not_exists(l, list_append(l, :v))',
    `${invalidUpdate}The function is not allowed to be used this way in an expression; function: list_append`,
    { values: { ':v': [] } },
  )
})

rule('5.10', 'SET past the end of a list appends, in the order of the indexes', async () => {
  expect(await updated({ l: ['a'] }, 'SET l[9] = :y, l[5] = :x', { ':x': 'x', ':y': 'y' })).toEqual(
    map({ l: ['a', 'x', 'y'] }),
  )
})

rule('5.11', 'REMOVE counts in the list as it was', async () => {
  const list = [0, 1, 2, 3]
  expect(await updated({ l: list }, 'REMOVE l[1] SET l[3] = :x', { ':x': 'X' })).toEqual(map({ l: [0, 2, 'X'] }))
  expect(await updated({ l: list }, 'REMOVE l[0], l[2]')).toEqual(map({ l: [1, 3] }))
  expect(await updated({ l: list }, 'REMOVE l[9]')).toEqual(map({ l: list }))
})

rule('5.12', 'a path leads through what there is', async () => {
  const values = { ':v': 1 }
  await refuses({}, 'SET x.y = :v', invalidPath, { values })
  await refuses({ x: 's' }, 'SET x.y = :v', invalidPath, { values })
  await refuses({ x: { M: {} } }, 'SET x[0] = :v', invalidPath, { values })
  await refuses({}, 'REMOVE x.y', invalidPath)
  expect(await updated(undefined, 'REMOVE x.y')).toBeUndefined()
})

rule('5.13', 'removing what is not there is no fault', async () => {
  expect(await updated({ m: { M: {} } }, 'REMOVE q, m.a')).toEqual({ m: { M: {} } })
})

rule('5.14', 'taking away from a missing item makes none', async () => {
  expect(await updated(undefined, 'REMOVE a')).toBeUndefined()
  expect(await updated(undefined, 'DELETE s :s', { ':s': { SS: ['a'] } })).toBeUndefined()
})

rule('5.15', 'an update without an expression makes an item of its key', async () => {
  const table = await wire.table('pk:S')
  await wire.ok('UpdateItem', { TableName: table, Key: map({ pk: 'k' }) })
  expect(await wire.get(table, { pk: 'k' })).toEqual(map({ pk: 'k' }))
})

rule('5.16', 'ADD starts from nothing, with a number or a set', async () => {
  expect(await updated(undefined, 'ADD n :v, s :s', { ':v': 5, ':s': { SS: ['a'] } })).toEqual(
    map({ n: 5, s: { SS: ['a'] } }),
  )
  expect(await updated({ n: 1, s: { SS: ['a'] } }, 'ADD n :v, s :s', { ':v': 5, ':s': { SS: ['b', 'a'] } })).toEqual(
    map({ n: 6, s: { SS: ['a', 'b'] } }),
  )
  await refuses(
    {},
    'ADD n :v',
    /^Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING/,
    { values: { ':v': 'x' } },
  )
  await refuses({ n: 'x' }, 'ADD n :v', wrongType, { values: { ':v': 1 } })
  await refuses({ s: { SS: ['a'] } }, 'ADD s :v', wrongType, { values: { ':v': { NS: ['1'] } } })
})

rule('5.17', 'ADD and DELETE work inside of maps', async () => {
  const item = { m: { M: { n: { N: '1' }, s: { SS: ['a', 'b'] } } } }
  expect(await updated(item, 'ADD m.n :v DELETE m.s :s', { ':v': 1, ':s': { SS: ['a'] } })).toEqual({
    m: { M: { n: { N: '2' }, s: { SS: ['b'] } } },
  })
})

rule('5.18', 'DELETE takes members away, and an empty set with them', async () => {
  expect(await updated({ s: { SS: ['a', 'b'] } }, 'DELETE s :s', { ':s': { SS: ['b', 'z'] } })).toEqual(
    map({ s: { SS: ['a'] } }),
  )
  expect(await updated({ s: { SS: ['a'] }, x: 1 }, 'DELETE s :s', { ':s': { SS: ['a'] } })).toEqual(map({ x: 1 }))
  expect(await updated({ m: { M: { s: { SS: ['a'] } } } }, 'DELETE m.s :s', { ':s': { SS: ['a'] } })).toEqual({
    m: { M: {} },
  })
  expect(await updated({ x: 1 }, 'DELETE s :s', { ':s': { SS: ['a'] } })).toEqual(map({ x: 1 }))
  await refuses({}, 'DELETE s :s', /operator: DELETE, operand type: STRING/, { values: { ':s': 'a' } })
})

rule('5.19', 'the older ADD appends to lists, the one of expressions does not', async () => {
  await refuses({ l: [] }, 'ADD l :v', /operator: ADD, operand type: LIST/, { values: { ':v': ['x'] } })
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'k', l: ['a'] })
  await wire.ok('UpdateItem', {
    TableName: table,
    Key: map({ pk: 'k' }),
    AttributeUpdates: { l: { Action: 'ADD', Value: { L: [{ S: 'b' }] } } },
  })
  expect(await wire.get(table, { pk: 'k' })).toEqual(map({ pk: 'k', l: ['a', 'b'] }))
})

rule('5.20', 'a key attribute is not updated, in any clause', async () => {
  const fault =
    'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key'
  await refuses({}, 'SET pk = :v', fault, { values: { ':v': 'x' } })
  await refuses({}, 'REMOVE pk', fault)
  await refuses({}, 'ADD pk :v', fault, { values: { ':v': 1 } })
})

rule('5.21', 'an update expression is not empty', async () => {
  await refuses({}, '', `${invalidUpdate}The expression can not be empty;`)
})

rule('5.22', 'size is no function of updates', async () => {
  await refuses(
    { s: 'x' },
    'SET n = size(s)',
    `${invalidUpdate}The function is not allowed in an update expression; function: size`,
  )
})

rule('5.23', 'an attribute that is copied exists', async () => {
  await refuses({}, 'SET a = b', noAttribute)
  await refuses({ l: [] }, 'SET a = l[0]', noAttribute)
})
