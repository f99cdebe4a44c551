import type { CreateTableCommandInput, TableDescription as ExistingTable } from '@aws-sdk/client-dynamodb'
import { ResourceInUseException, StoreError, type TableDefinition } from '@cmz/store-core'
import { checkTable } from './check-table.ts'
import { createTableParameters } from './create-table.ts'
import { toDescription } from './table-description.ts'

/** The calls that making a table takes. Errors are the store's. */
export interface TableCalls {
  /** `undefined` if there is no such table. */
  describe(name: string): Promise<ExistingTable | undefined>
  create(parameters: CreateTableCommandInput): Promise<void>
  /** Lets DynamoDB remove items of the table some time after the attribute says. */
  expire(name: string, attribute: string): Promise<void>
  /** Waits for some milliseconds. */
  pause(ms: number): Promise<void>
}

const firstPauseMs = 20
const longestPauseMs = 2_000
/** Milliseconds. DynamoDB makes a table in seconds, and fills an index of an existing one in minutes or hours. */
const patienceMs = 5 * 60_000

/**
 * Creates the table if it is missing, and waits until it and the definition's indexes can be used.
 * ValidationException if it exists with other keys or indexes.
 */
export async function ensureTable(table: TableDefinition, calls: TableCalls): Promise<void> {
  let waited = 0
  let isOurs = false
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const existing = await calls.describe(table.name)
    if (existing === undefined) isOurs = await create(table, calls)
    else if (isUsable(table, existing)) {
      if (isOurs && table.timeToLive !== undefined) await calls.expire(table.name, table.timeToLive)
      return
    }
    if (waited >= patienceMs) {
      throw new ResourceInUseException(
        `The table or one of its indexes is still ${existing?.TableStatus ?? 'missing'} after ${patienceMs / 60_000} minutes`,
        { table: table.name },
      )
    }
    await calls.pause(pauseMs)
    waited += pauseMs
  }
}

/** Somebody else may create it at the same moment; whoever is first, the loop waits for it. True if that was us. */
async function create(table: TableDefinition, calls: TableCalls): Promise<boolean> {
  try {
    await calls.create(createTableParameters(table))
    return true
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
    return false
  }
}

/** True if the table and the definition's indexes take requests; while it is being updated, a table does. */
function isUsable(table: TableDefinition, existing: ExistingTable): boolean {
  const { TableStatus: status = 'ACTIVE', GlobalSecondaryIndexes: indexes = [] } = existing
  if (status === 'CREATING' || status === 'DELETING') return false
  if (status !== 'ACTIVE' && status !== 'UPDATING') {
    throw new StoreError(`The table cannot be used: it is ${status}`, { table: table.name })
  }
  checkTable(table, toDescription(existing))
  return indexes
    .filter(({ IndexName }) => Object.hasOwn(table.indexes, IndexName!))
    .every(({ IndexStatus = 'ACTIVE' }) => IndexStatus === 'ACTIVE' || IndexStatus === 'UPDATING')
}
