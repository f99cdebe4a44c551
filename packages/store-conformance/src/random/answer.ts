import {
  ConditionalCheckFailedException,
  type Driver,
  type Item,
  type QueryRequest,
  type ReadPage,
  type ScanRequest,
  StoreError,
  TransactionCanceledException,
} from '@cmz/store-core'
import { exactly } from '../exactly.ts'
import type { Command } from './command.ts'
import { inKnownOrder, sorted } from './known-order.ts'

/** What a driver makes of a command, in a form in which equal answers are equal: a value, or an error without its message. */
export async function answerOf(driver: Driver, command: Command, tokenPrefix: string): Promise<unknown> {
  try {
    return { value: exactly(await valueOf(driver, command, tokenPrefix)) }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return { error: describeError(error) }
  }
}

async function valueOf(driver: Driver, command: Command, tokenPrefix: string): Promise<unknown> {
  switch (command.call) {
    case 'write':
      return driver.write(command.request)
    case 'get':
      return driver.get(command.request)
    case 'query':
      return readAll(command.request, (request) => driver.query(request))
    case 'scan':
      return scanAll(driver, command)
    case 'transactWrite':
      return driver.transactWrite(
        command.requests,
        command.token === undefined ? undefined : { token: `${tokenPrefix}${command.token}` },
      )
    case 'transactGet':
      return driver.transactGet(command.requests)
    case 'batchGet': {
      const { items, unprocessed } = await driver.batchGet(command.requests)
      return { items: sorted(items), unprocessed: unprocessed.length }
    }
    case 'batchWrite':
      return (await driver.batchWrite(command.requests)).length
    case 'reopen':
      return undefined
  }
}

interface WholeRead {
  readonly items: readonly Item[]
  readonly pages: readonly object[]
}

/** Every page. What of them depends on an order that is nobody's promise is left out. */
async function readAll<R extends QueryRequest | ScanRequest>(
  request: R,
  read: (request: R) => Promise<ReadPage>,
): Promise<WholeRead> {
  const { table, index, countOnly } = request
  const items: Item[] = []
  const pages: object[] = []
  for (let startAfter: Item | undefined; ;) {
    const page = await read({ ...request, ...(startAfter && { startAfter }) })
    items.push(...page.items)
    // of equals in an index, others may be on this page, and meet the filter or not
    const isOrdered = 'partition' in request && index === undefined
    pages.push({
      scanned: page.scanned,
      continues: page.lastKey && (isOrdered ? page.lastKey : Object.keys(page.lastKey).toSorted()),
      ...(isOrdered && { items: page.items.length, ...(countOnly === true && { count: page.count ?? 0 }) }),
    })
    if (page.lastKey === undefined) break
    startAfter = page.lastKey
  }
  return { items: inKnownOrder(items, index === undefined ? table : table.indexes[index]!), pages }
}

async function scanAll(
  driver: Driver,
  { request, segments }: Extract<Command, { readonly call: 'scan' }>,
): Promise<unknown> {
  const scan = (each: ScanRequest): Promise<ReadPage> => driver.scan(each)
  if (segments === undefined) return readAll(request, scan)
  const items: Item[] = []
  for (let number = 0; number < segments; number++) {
    items.push(...(await readAll({ ...request, segment: { number, of: segments } }, scan)).items)
  }
  // which segment an item is in is nobody's promise; a partition is never cut (rule 8.2)
  return inKnownOrder(items, request.index === undefined ? request.table : request.table.indexes[request.index]!)
}

function describeError(error: StoreError): unknown {
  const { name } = error
  if (error instanceof ConditionalCheckFailedException) return { name, current: exactly(error.current) }
  if (!(error instanceof TransactionCanceledException)) return { name }
  return { name, reasons: error.reasons.map(({ code, item }) => ({ code, item: exactly(item) })) }
}
