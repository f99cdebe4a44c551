import {
  type Driver,
  type GetRequest,
  type Item,
  keyOf,
  type TransactRequest,
  type WriteRequest,
} from '@cmz/store-core'
import type { Command } from './command.ts'

/** A request, and the item it finds. */
export interface Meeting {
  readonly request: WriteRequest | TransactRequest | GetRequest
  readonly before: Item | undefined
}

/** One way in which a server is known to differ from AWS. */
export interface Difference {
  /** The number of the rule that the server breaks. */
  readonly rule: string
  /** What the server does instead. */
  readonly instead: string
  /** True for a command that shows the difference, or may: it is not compared. `meetings` are its requests, where they name items. */
  readonly isMetBy: (command: Command, meetings: readonly Meeting[]) => boolean
}

/** The requests of a command and what they find, as the driver that is right has it. */
export async function meetingsOf(driver: Driver, command: Command): Promise<readonly Meeting[]> {
  return Promise.all(
    requestsOf(command).map(async (request) => {
      const key = 'item' in request ? keyOf(request.table, request.item) : request.key
      return { request, before: await driver.get({ table: request.table, key }) }
    }),
  )
}

function requestsOf(command: Command): readonly Meeting['request'][] {
  switch (command.call) {
    case 'write':
    case 'get':
      return [command.request]
    case 'transactWrite':
    case 'transactGet':
    case 'batchGet':
      return command.requests
    case 'query':
    case 'scan':
    case 'batchWrite':
    case 'reopen':
      return []
  }
}
