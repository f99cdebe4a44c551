import type { Database, DatabaseOptions, Driver, ShapeOf, Table, TableInput } from '@cmz/store-core'
import type { Capability } from './harness.ts'

/** What a scenario works with. */
export interface Context {
  /** The driver that is open now. */
  readonly driver: () => Driver
  /** A database over it. Its clock starts at 2026-01-01T00:00:00.000Z and every look at it takes a second. */
  readonly database: (options?: DatabaseOptions) => Database
  /** Defines a table whose name nobody else uses; within the scenario one name is always the same table. */
  readonly table: <const D extends TableInput>(input: D) => Table<ShapeOf<D>>
  /** Closes the driver and opens another one on the same data. Needs the capability `reopen`. */
  readonly reopen: () => Promise<void>
}

type Run = (context: Context) => Promise<void>

/** One rule that every backend must keep, and the proof of it. */
export interface Scenario {
  readonly theme: string
  /** The rule as a sentence; unique in the suite. */
  readonly name: string
  /** Number of the rule of DynamoDB's behaviour that it follows. */
  readonly rule?: string
  /** Runs only where the capability is given, or all of them. */
  readonly needs?: Capability | readonly Capability[]
  /** Runs only where the capability is missing: it shows the refusal. */
  readonly lacks?: Capability
  readonly run: Run
}

/** The scenarios of one theme: sentences, and what proves them. */
export function theme(
  name: string,
  scenarios: Readonly<Record<string, Run | Omit<Scenario, 'theme' | 'name'>>>,
): readonly Scenario[] {
  return Object.entries(scenarios).map(([sentence, given]) => ({
    theme: name,
    name: sentence,
    ...(typeof given === 'function' ? { run: given } : given),
  }))
}
