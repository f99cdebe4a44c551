import { rule } from './rule.ts'
import { map, useWire } from './wire.ts'

const wire = useWire()

rule('13.5', 'member constraints come first, then expressions, the table, its keys, and the condition', async () => {
  const table = await wire.table('pk:S')
  const failing = {
    TableName: table,
    Key: map({ pk: 'a' }),
    UpdateExpression: 'SET v = :v',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: map({ ':v': 1 }),
  }
  await wire.refused('UpdateItem', failing, 'ConditionalCheckFailedException', 'The conditional request failed')
  const badKey = { ...failing, Key: map({ pk: 1 }) }
  await wire.invalid('UpdateItem', badKey, 'The provided key element does not match the schema')
  const noTable = { ...badKey, TableName: 'no-such-table' }
  await wire.refused('UpdateItem', noTable, 'ResourceNotFoundException', 'Requested resource not found')
  const badExpression = { ...noTable, UpdateExpression: 'SET v =' }
  await wire.invalid('UpdateItem', badExpression, /^Invalid UpdateExpression: Syntax error;/)
  const badMember = { ...badExpression, ReturnValues: 'BAD' }
  await wire.invalid('UpdateItem', badMember, /^Value 'BAD' at 'returnValues' failed to satisfy constraint/)
})

rule('13.5', 'a read is checked in the same order', async () => {
  const table = await wire.table('pk:S')
  const badKey = { TableName: table, Key: map({ pk: 1 }) }
  await wire.invalid('GetItem', badKey, 'The provided key element does not match the schema')
  const noTable = { ...badKey, TableName: 'no-such-table' }
  await wire.refused('GetItem', noTable, 'ResourceNotFoundException')
  const badExpression = { ...noTable, ProjectionExpression: 'a, a' }
  await wire.invalid('GetItem', badExpression, /^Invalid ProjectionExpression/)
  const badMember = { ...badExpression, ReturnConsumedCapacity: 'BAD' }
  await wire.invalid('GetItem', badMember, /^Value 'BAD' at 'returnConsumedCapacity' failed to satisfy constraint/)
})

rule('13.5', 'all broken constraints of a request are told at once', async () => {
  const { body } = await wire.send('GetItem', { ReturnConsumedCapacity: 'BAD' })
  const faults = String(body.message).split('; ')
  if (faults.length !== 3 || !faults[0]!.startsWith('3 validation errors detected: ')) throw new Error(body.message)
})

rule('0.4', 'what other servers fall over is refused here', async () => {
  const table = await wire.table('pk:S')
  const put = (item: object) => ({ TableName: table, Item: { pk: { S: 'a' }, ...item } })
  await wire.refused('PutItem', put({ b: { B: 'abc' } }), 'SerializationException')
  await wire.refused('PutItem', '{"TableName": ', 'SerializationException')
  const create = (TableName: string, more: object = {}) => ({
    TableName,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    ...more,
  })
  await wire.invalid('CreateTable', create(wire.name(), { BillingMode: 'FREE' }), /Member must satisfy enum value set/)
  await wire.ok('CreateTable', create(table.toUpperCase()))
  await wire.put(table, { pk: 'a', text: 'animal', start: 'ani' })
  const two = { TableName: table, FilterExpression: 'begins_with(#t, #s)' }
  await wire.ok('Scan', { ...two, ExpressionAttributeNames: { '#t': 'text', '#s': 'start' } })
})
