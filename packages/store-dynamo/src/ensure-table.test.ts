import type { TableDescription as ExistingTable } from '@aws-sdk/client-dynamodb'
import { defineTable, ResourceInUseException } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { createTableParameters } from './create-table.ts'
import { ensureTable, type TableCalls } from './ensure-table.ts'

const table = defineTable({
  name: 'quest',
  partitionKey: 'id',
  indexes: { byName: { partitionKey: 'name' } },
})

function existing(
  TableStatus: ExistingTable['TableStatus'],
  IndexStatus: 'ACTIVE' | 'CREATING' = 'ACTIVE',
): ExistingTable {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = createTableParameters(table)
  return {
    TableName: 'quest',
    TableStatus,
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes: GlobalSecondaryIndexes!.map((index) => ({ ...index, IndexStatus })),
  }
}

/** Answers DescribeTable with one state after the other, the last one for ever. */
function calls(states: readonly (ExistingTable | undefined)[], create?: () => never): TableCalls & { log: string[] } {
  const log: string[] = []
  const left = [...states]
  return {
    log,
    describe: async () => {
      log.push('describe')
      return left.length > 1 ? left.shift() : left[0]
    },
    create: async () => {
      log.push('create')
      create?.()
    },
    expire: async (name, attribute) => void log.push(`expire ${name}.${attribute}`),
    pause: async (ms) => void log.push(`pause ${ms}`),
  }
}

describe('ensureTable', () => {
  it('lets items expire in a table that it made, and leaves others as they are', async () => {
    const expiring = defineTable({ name: table.name, partitionKey: 'id', timeToLive: 'until' })
    const fresh = calls([undefined, existing('ACTIVE')])
    await ensureTable(expiring, fresh)
    expect(fresh.log).toEqual(['describe', 'create', 'pause 20', 'describe', `expire ${table.name}.until`])
    const found = calls([existing('ACTIVE')])
    await ensureTable(expiring, found)
    expect(found.log).toEqual(['describe'])
  })

  it('leaves a table alone that is there', async () => {
    const made = calls([existing('ACTIVE')])
    await ensureTable(table, made)
    expect(made.log).toEqual(['describe'])
  })

  it('creates a missing table and waits until it is active', async () => {
    const made = calls([undefined, existing('CREATING'), existing('ACTIVE')])
    await ensureTable(table, made)
    expect(made.log).toEqual(['describe', 'create', 'pause 20', 'describe', 'pause 40', 'describe'])
  })

  it('waits for an index that is being filled', async () => {
    const made = calls([existing('UPDATING', 'CREATING'), existing('UPDATING')])
    await ensureTable(table, made)
    expect(made.log).toEqual(['describe', 'pause 20', 'describe'])
  })

  it('waits for a table that is being deleted, then creates it', async () => {
    const made = calls([existing('DELETING'), undefined, existing('ACTIVE')])
    await ensureTable(table, made)
    expect(made.log.filter((each) => !each.startsWith('pause'))).toEqual(['describe', 'describe', 'create', 'describe'])
  })

  it('does not mind somebody else who creates it', async () => {
    const made = calls([undefined, existing('ACTIVE')], () => {
      throw new ResourceInUseException('Table already exists: quest')
    })
    await ensureTable(table, made)
  })

  it('gives up after minutes', async () => {
    await expect(ensureTable(table, calls([existing('CREATING')]))).rejects.toThrow('still CREATING after 5 minutes')
  })

  it('says at once that a table is beyond use', async () => {
    await expect(ensureTable(table, calls([existing('ARCHIVED')]))).rejects.toThrow('it is ARCHIVED')
  })

  it('passes on why it cannot be created', async () => {
    const made = calls([undefined], () => {
      throw new Error('not allowed')
    })
    await expect(ensureTable(table, made)).rejects.toThrow('not allowed')
  })
})
