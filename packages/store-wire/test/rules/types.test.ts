import { expect } from 'vitest'
import { rule } from './rule.ts'
import { map, useWire } from './wire.ts'

const wire = useWire()

/** Puts an item with this attribute `a`, and gives what is read back. */
async function stored(value: unknown): Promise<unknown> {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'k', a: value })
  return (await wire.get(table, { pk: 'k' })).a
}

/** Refuses an item with this attribute `a`, and keeps nothing of it. */
async function refuses(value: unknown, message: string | RegExp, error = 'ValidationException'): Promise<void> {
  const table = await wire.table('pk:S')
  await wire.refused('PutItem', { TableName: table, Item: map({ pk: 'k', a: value }) }, error, message)
  expect(await wire.get(table, { pk: 'k' })).toBeUndefined()
}

const underflow = 'Number underflow. Attempting to store a number with magnitude smaller than supported range'
const overflow = 'Number overflow. Attempting to store a number with magnitude larger than supported range'

rule('1.1', 'a number has at most 38 significant digits', async () => {
  const digits = '1'.repeat(38)
  expect(await stored({ N: digits })).toEqual({ N: digits })
  await refuses({ N: `${digits}1` }, 'Attempting to store more than 38 significant digits in a Number')
})

rule('1.2', 'leading and trailing zeros are no digits', async () => {
  const digits = '1'.repeat(38)
  expect(await stored({ N: `000${digits}0` })).toEqual({ N: `${digits}0` })
  expect(await stored({ N: `0.${'0'.repeat(20)}${digits}000` })).toEqual({ N: `0.${'0'.repeat(20)}${digits}` })
})

rule('1.3', 'a number is within 1E-130 and 9.9E+125', async () => {
  expect(await stored({ N: '1e-130' })).toEqual({ N: `0.${'0'.repeat(129)}1` })
  expect(await stored({ N: '-9.9e125' })).toEqual({ N: `-99${'0'.repeat(124)}` })
  for (const text of ['1e126', '-1e126']) await refuses({ N: text }, overflow)
  for (const text of ['9.9e-131', '-1e-131']) await refuses({ N: text }, underflow)
})

rule('1.4', 'exponents of any length are checked for range', async () => {
  for (const text of ['1e2147483648', '1e1000000000000', '-1e99999999999999999999'])
    await refuses({ N: text }, overflow)
  for (const text of ['1e-2147483649', '1e-1000000000000']) await refuses({ N: text }, underflow)
  expect(await stored({ N: '0e1000000000000' })).toEqual({ N: '0' })
})

rule('1.5', 'what is no decimal number is refused', async () => {
  for (const text of ['abc', 'NaN', 'Infinity', '0x10', '1_000', '1e', ' 1', '1 ', '', '-', '.']) {
    await refuses({ N: text }, `The parameter cannot be converted to a numeric value: ${text}`)
  }
})

rule('1.6', 'numbers may be spelled in many ways', async () => {
  const spellings = {
    '+1.5': '1.5',
    '.5': '0.5',
    '5.': '5',
    '1.e5': '100000',
    '0001.23': '1.23',
    '1e+5': '100000',
    '1e00005': '100000',
  }
  for (const [text, normal] of Object.entries(spellings)) expect(await stored({ N: text })).toEqual({ N: normal })
  expect(await stored({ N: '0e1000' })).toEqual({ N: '0' })
  for (const text of ['1+2', '1.2.3', '+e2', '--1', '1e5.5']) {
    await refuses({ N: text }, `The parameter cannot be converted to a numeric value: ${text}`)
  }
})

rule('1.7', 'a number is read in its normal form', async () => {
  const forms = {
    '-0': '0',
    '+5': '5',
    '1.500': '1.5',
    '0.10': '0.1',
    '1e125': `1${'0'.repeat(125)}`,
    '-00.50': '-0.5',
  }
  for (const [text, normal] of Object.entries(forms)) expect(await stored({ N: text })).toEqual({ N: normal })
})

rule('1.8', 'numbers are equal by value, in keys, sets, lists and maps', async () => {
  const table = await wire.table('pk:N')
  await wire.put(table, {
    pk: { N: '1.0' },
    l: { L: [{ N: '1' }] },
    m: { M: { a: { N: '2.50' } } },
    s: { NS: ['1', '2'] },
  })
  const condition = (name: string, value: unknown) => ({
    TableName: table,
    Key: { pk: { N: '1' } },
    UpdateExpression: 'SET x = :v',
    ConditionExpression: `${name} = :v`,
    ExpressionAttributeValues: { ':v': value },
  })
  await wire.ok('UpdateItem', condition('l', { L: [{ N: '1.0' }] }))
  await wire.ok('UpdateItem', condition('m', { M: { a: { N: '2.5' } } }))
  await wire.ok('UpdateItem', condition('s', { NS: ['2.0', '1.00'] }))
  await wire.refused('UpdateItem', condition('l', { L: [{ N: '2' }] }), 'ConditionalCheckFailedException')
})

rule('1.9', 'number sets compare at full precision', async () => {
  const members = ['100000000000000000001', '100000000000000000002']
  expect(await stored({ NS: members })).toEqual({ NS: members })
})

rule('1.10', 'a number of JSON is no N and no S', async () => {
  await refuses({ N: 5 }, 'NUMBER_VALUE cannot be converted to String', 'SerializationException')
  await refuses({ S: 5 }, 'NUMBER_VALUE cannot be converted to String', 'SerializationException')
})

rule('1.11', 'JSON of another form is a serialization fault', async () => {
  await refuses({ S: {} }, 'Start of structure or map found where not expected', 'SerializationException')
  await refuses({ N: { a: 1 } }, 'Start of structure or map found where not expected', 'SerializationException')
})

rule('1.12', 'bad base64 is a serialization fault', async () => {
  await refuses(
    { B: 'abc' },
    'Base64 encoded length is expected a multiple of 4 bytes but found: 3',
    'SerializationException',
  )
  expect(await stored({ B: 'AAEC' })).toEqual({ B: 'AAEC' })
})

rule('1.13', 'NULL is true', async () => {
  await refuses(
    { NULL: false },
    'One or more parameter values were invalid: Null attribute value types must have the value of true',
  )
  expect(await stored({ NULL: true })).toEqual({ NULL: true })
})

rule('1.14', 'a value has one type', async () => {
  const fault = 'must contain exactly one of the supported datatypes'
  await refuses({ S: 'a', N: '1' }, `Supplied AttributeValue has more than one datatypes set, ${fault}`)
  await refuses({}, `Supplied AttributeValue is empty, ${fault}`)
  await refuses({ X: 'a' }, `Supplied AttributeValue is empty, ${fault}`)
})

rule('1.15', 'empty strings and binaries are values outside of keys', async () => {
  const values = [
    { S: '' },
    { B: '' },
    { L: [{ S: '' }] },
    { M: { a: { S: '' } } },
    { SS: ['', 'a'] },
    { BS: ['', 'AA=='] },
  ]
  for (const value of values) expect(await stored(value)).toEqual(value)
})

rule('1.16', 'an empty set is refused at any depth', async () => {
  const prefix = 'One or more parameter values were invalid: '
  const faults = [
    [{ SS: [] }, `${prefix}An string set  may not be empty`],
    [{ NS: [] }, `${prefix}An number set  may not be empty`],
    [{ BS: [] }, `${prefix}Binary sets should not be empty`],
  ] as const
  for (const [value, message] of faults) {
    await refuses(value, message)
    await refuses({ L: [{ M: { deep: value } }] }, message)
  }
})

rule('1.17', 'a set holds no member twice', async () => {
  const prefix = 'One or more parameter values were invalid: Input collection '
  await refuses({ SS: ['a', 'a'] }, `${prefix}[a, a] contains duplicates.`)
  await refuses({ NS: ['1', '1.0'] }, `${prefix}contains duplicates`)
  await refuses({ BS: ['AA==', 'AA=='] }, /Input collection \[.*\]of type BS contains duplicates\.$/)
})

rule('1.18', 'sets are read in order', async () => {
  expect(await stored({ SS: ['b', 'a', '\u{1f600}', '\uff5e'] })).toEqual({ SS: ['a', 'b', '\uff5e', '\u{1f600}'] })
  expect(await stored({ NS: ['10', '9', '-1'] })).toEqual({ NS: ['-1', '9', '10'] })
  expect(await stored({ BS: ['/w==', 'AA=='] })).toEqual({ BS: ['AA==', '/w=='] })
})

function nested(wraps: number): unknown {
  let value: unknown = { S: 'x' }
  for (let level = 0; level < wraps; level++) value = level % 2 === 0 ? { L: [value] } : { M: { a: value } }
  return value
}

const tooDeep =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit'

rule('1.19', 'values are nested up to 32 levels', async () => {
  expect(await stored(nested(31))).toEqual(nested(31))
  await refuses(nested(32), tooDeep)
})

rule('1.20', 'values of expressions are checked for depth before the condition', async () => {
  const table = await wire.table('pk:S')
  const update = {
    TableName: table,
    Key: map({ pk: 'k' }),
    UpdateExpression: 'SET a = :v',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':v': nested(32) },
  }
  await wire.invalid('UpdateItem', update, /Nesting Levels have exceeded supported limits/)
})

rule('1.21', 'attribute names have 1 to 65,535 bytes of any characters', async () => {
  const table = await wire.table('pk:S')
  const put = (name: string) => ({ TableName: table, Item: map({ pk: 'k', [name]: 'v' }) })
  for (const name of ['a'.repeat(65_535), '\u0000', 'a.b["c"]', "it's"]) {
    await wire.ok('PutItem', put(name))
    expect(Object.keys(await wire.get(table, { pk: 'k' }))).toContain(name)
  }
  await wire.invalid('PutItem', put(''), /Empty attribute name/)
  for (const name of ['a'.repeat(65_536), 'ä'.repeat(32_768)]) {
    await wire.invalid('PutItem', put(name), 'Attribute name is too large, must be less than 65536 bytes')
  }
})

rule('1.22', 'names of keys have up to 255 bytes', async () => {
  expect(await wire.table(`${'k'.repeat(255)}:S`)).toBeTypeOf('string')
  await expect(wire.table(`${'k'.repeat(256)}:S`)).rejects.toThrow()
})

rule('1.23', 'NUL bytes are data, also in keys', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'a\u0000b', v: '\u0000' }, { pk: 'a', v: 'other' })
  expect(await wire.get(table, { pk: 'a\u0000b' })).toEqual(map({ pk: 'a\u0000b', v: '\u0000' }))
})

rule('1.24', 'lists and maps may be empty, and become so', async () => {
  for (const value of [{ L: [] }, { M: {} }]) expect(await stored(value)).toEqual(value)
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'k', l: ['x'], m: { M: { a: { S: 'x' } } }, s: { SS: ['x'] } })
  await wire.ok('UpdateItem', {
    TableName: table,
    Key: map({ pk: 'k' }),
    UpdateExpression: 'REMOVE l[0], m.a DELETE s :s',
    ExpressionAttributeValues: { ':s': { SS: ['x'] } },
  })
  expect(await wire.get(table, { pk: 'k' })).toEqual({ pk: { S: 'k' }, l: { L: [] }, m: { M: {} } })
})
