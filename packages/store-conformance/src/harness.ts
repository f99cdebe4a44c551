import type { Driver } from '@cmz/store-core'

/** What a backend can do beyond what every backend must. */
export interface HarnessCapabilities {
  /** Its drivers change several items, all or none; what they say of themselves must agree. */
  readonly transactions: boolean
  /** A refused write tells the item as it is, where it is asked to. */
  readonly currentItems: boolean
  /** What was written is still there for a driver that is opened after the first one was closed. */
  readonly reopen: boolean
}

export type Capability = keyof HarnessCapabilities

/** The place where one scenario keeps its data: a folder, a server, or nothing but memory. */
export interface Session {
  /** Opens a driver. With `reopen` it is called again, after the driver before was closed, and finds the same data. */
  driver(): Promise<Driver>
  /** Gives up the place; every driver is closed by then. */
  end(): Promise<void>
}

/** How the suite reaches one backend. */
export interface Harness {
  readonly capabilities: HarnessCapabilities
  /** A place for one scenario. Places may share a server: a scenario's tables have names of their own. */
  open(): Promise<Session>
  /** Its global indexes may be behind their tables: the suite waits for them before it reads one. */
  readonly laggingIndexes?: boolean
  /** Runs one scenario of so many, where another run of the suite has them all. Default: 1, every scenario. */
  readonly oneOf?: number
  /** Scenarios the backend is known to fail, by name, and why. They run as `it.fails`: one that passes turns red. */
  readonly gaps?: Readonly<Record<string, string>>
}
