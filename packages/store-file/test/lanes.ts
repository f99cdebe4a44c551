import { defineTable, type Driver, type TableDefinition, type WriteRequest } from '@cmz/store-core'

const options = { stamps: false, softDelete: false } as const
const left = defineTable({ name: 'left', partitionKey: 'lane', ...options })
const right = defineTable({ name: 'right', partitionKey: 'lane', ...options })
const log = defineTable({ name: 'log', partitionKey: 'lane', sortKey: { name: 'step', type: 'N' }, ...options })

export const laneTables: readonly TableDefinition[] = [left, right, log]

/** So many of the last steps stand in the log. */
const kept = 20

/**
 * One step of a lane, in one transaction over three tables: the same number on the left and on the right, one more
 * line in the log, and the oldest one out of it. Whatever is half there shows.
 */
export async function takeStep(driver: Driver, lane: string, step: number, padding = 0): Promise<void> {
  const text = 'x'.repeat(padding)
  const writes: WriteRequest[] = [
    { kind: 'put', table: left, item: { lane, step, text } },
    { kind: 'put', table: log, item: { lane, step } },
    { kind: 'put', table: right, item: { lane, step, text } },
  ]
  if (step > kept) writes.push({ kind: 'delete', table: log, key: { lane, step: step - kept } })
  await driver.transactWrite(writes)
}

/** The step that a lane has come to; an Error if any of its tables says otherwise. */
export async function lastStep(driver: Driver, lane: string): Promise<number> {
  const [onLeft, onRight, lines] = await Promise.all([
    driver.get({ table: left, key: { lane } }),
    driver.get({ table: right, key: { lane } }),
    driver.query({ table: log, partition: { ...log.partitionKey, value: lane }, descending: false }),
  ])
  const step = Number(onLeft?.['step'] ?? 0)
  const steps = lines.items.map((line) => Number(line['step']))
  const expected = Array.from({ length: Math.min(step, kept) }, (_, index) => Math.max(step - kept, 0) + index + 1)
  const rightStep = Number(onRight?.['step'] ?? 0)
  if (rightStep !== step || steps.join() !== expected.join()) {
    throw new Error(
      `A transaction of lane ${lane} is half there: ${step} on the left, ${rightStep} on the right, ${steps.join()} in the log`,
    )
  }
  return step
}
