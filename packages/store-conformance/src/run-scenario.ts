import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { Database, defineTable, type Driver, type ShapeOf, type Table, type TableInput } from '@cmz/store-core'
import { caughtUp } from './caught-up.ts'
import type { Harness, Session } from './harness.ts'
import type { Scenario } from './scenario.ts'

const start = Date.parse('2026-01-01T00:00:00.000Z')

/** Runs one scenario in a place of its own; rejects if the backend breaks its rule. */
export async function runScenario({ run }: Scenario, harness: Harness): Promise<void> {
  const session = await harness.open()
  try {
    const opened = await openChecked(session, harness)
    const driver = { current: opened }
    const suffix = randomUUID().slice(0, 8)
    try {
      await run({
        driver: () => driver.current,
        database: (options) =>
          new Database(async () => driver.current, { now: clock(), pause: () => turn(), ...options }),
        table: <const D extends TableInput>(input: D): Table<ShapeOf<D>> =>
          defineTable({ ...input, name: `${input.name}-${suffix}` }) as Table<ShapeOf<D>>,
        reopen: async () => {
          if (!harness.capabilities.reopen)
            throw new TypeError('This harness cannot reopen: the scenario lacks its needs')
          await closed(driver.current)
          driver.current = await openChecked(session, harness)
        },
      })
    } finally {
      await closed(driver.current)
    }
  } finally {
    await session.end()
  }
}

/** The scenarios that a harness can run: those that need no more than it has. */
export function runnable(scenarios: readonly Scenario[], { capabilities }: Harness): readonly Scenario[] {
  return scenarios.filter(
    ({ needs = [], lacks }) =>
      [needs].flat().every((each) => capabilities[each]) && (lacks === undefined || !capabilities[lacks]),
  )
}

async function openChecked(session: Session, { capabilities, laggingIndexes }: Harness): Promise<Driver> {
  const driver = await session.driver()
  if (driver.capabilities.transactions === capabilities.transactions) {
    return laggingIndexes === true ? caughtUp(driver) : driver
  }
  await driver.close()
  throw new TypeError(
    `The harness says transactions: ${capabilities.transactions}, its driver says ${driver.capabilities.transactions}`,
  )
}

/** Closes a driver that the scenario may have closed already. */
async function closed(driver: Driver): Promise<void> {
  await driver.close().catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'StoreClosedException')) throw error
  })
}

function clock(): () => Date {
  let looks = 0
  return () => new Date(start + 1000 * looks++)
}
