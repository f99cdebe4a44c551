import { expect } from 'vitest'
import { rule } from './rule.ts'
import { useWire } from './wire.ts'

const wire = useWire()

rule('16.3', 'a table is described with what it bears and may at most, and has tags', async () => {
  const TableName = wire.name()
  const OnDemandThroughput = { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 20 }
  const WarmThroughput = { ReadUnitsPerSecond: 13_000, WriteUnitsPerSecond: 5_000 }
  await wire.ok('CreateTable', {
    TableName,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    OnDemandThroughput,
    WarmThroughput,
    Tags: [
      { Key: 'zoo', Value: 'north' },
      { Key: 'state', Value: '' },
    ],
  })
  const { Table } = await wire.ok('DescribeTable', { TableName })
  expect(Table).toMatchObject({ OnDemandThroughput, WarmThroughput })
  const { Tags } = await wire.ok('ListTagsOfResource', { ResourceArn: Table.TableArn })
  expect(new Set(Tags)).toEqual(
    new Set([
      { Key: 'zoo', Value: 'north' },
      { Key: 'state', Value: '' },
    ]),
  )
  const { body } = await wire.send('GetResourcePolicy', { ResourceArn: Table.TableArn })
  expect(body.error).toBe('UnknownOperationException') // policies are for accounts, of which there are none here
})
