import { describe, expect, it } from 'vitest'
import { normalAnswer, normalBody, normalMessage } from './normalise.ts'

describe('a normal message', () => {
  it('has no prefix and no value that is told', () => {
    const long =
      "1 validation error detected: Value 'BAD' at 'returnValues' failed to satisfy constraint: Member must not be null"
    expect(normalMessage(long)).toBe("at 'returnValues' failed to satisfy constraint: Member must not be null")
    expect(normalMessage('1 validation error detected: ReturnValues can only be ALL_OLD or NONE')).toBe(
      'ReturnValues can only be ALL_OLD or NONE',
    )
  })

  it('has several errors in one order', () => {
    const one = "Value 'a' at 'x' failed to satisfy constraint: Member must not be null"
    const other = "Value 'b; c' at 'y' failed to satisfy constraint: Member must not be null"
    expect(normalMessage(`2 validation errors detected: ${other}; ${one}`)).toBe(
      normalMessage(`2 validation errors detected: ${one}; ${other}`),
    )
  })

  it('has names in braces in one order', () => {
    expect(normalMessage('unused in expressions: keys: {#b, #a}')).toBe('unused in expressions: keys: {#a, #b}')
  })
})

describe('a normal body', () => {
  it('has sets in one order, and lists as they are', () => {
    expect(normalBody({ a: { SS: ['b', 'a'] }, c: { L: [{ S: 'b' }, { S: 'a' }] } })).toEqual({
      a: { SS: ['a', 'b'] },
      c: { L: [{ S: 'b' }, { S: 'a' }] },
    })
  })

  it('has no dates, ids and counts of a table, but attributes of these names', () => {
    expect(normalBody({ Table: { TableId: 'x', ItemCount: 5, TableName: 'a' } })).toEqual({ Table: { TableName: 'a' } })
    expect(normalBody({ Item: { ItemCount: { N: '5' } } })).toEqual({ Item: { ItemCount: { N: '5' } } })
  })
})

describe('a normal answer', () => {
  it('names the error without its namespace, and its message in either spelling', () => {
    const body =
      '{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"Cancelled","CancellationReasons":[{"Code":"None"}]}'
    expect(normalAnswer({ status: 400, body })).toEqual({
      status: 400,
      error: 'TransactionCanceledException',
      message: 'Cancelled',
      body: { CancellationReasons: [{ Code: 'None' }] },
    })
  })

  it('leaves out the words of a parser', () => {
    const body = '{"__type":"com.amazon.coral.service#SerializationException","Message":"line 1 column 70"}'
    expect(normalAnswer({ status: 400, body })).toEqual({ status: 400, error: 'SerializationException', body: {} })
  })
})
