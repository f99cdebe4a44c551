import { dynoxideAvailable, type RunningServer, startDynalite, startDynoxide } from '@cmz/dynamo-servers'

/** A server that the tests run against, and what it can do. */
export interface TestServer {
  readonly name: string
  readonly start: () => Promise<RunningServer>
  /** It has transactions, removes items by their time to live, and tells the item that a write was refused for. */
  readonly transactions: boolean
}

export const servers: readonly TestServer[] = [
  { name: 'dynalite', start: startDynalite, transactions: false },
  ...(dynoxideAvailable() ? [{ name: 'dynoxide', start: startDynoxide, transactions: true }] : []),
]
