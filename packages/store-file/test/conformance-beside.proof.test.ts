import { describeStore } from '@cmz/store-conformance'
import { expect } from 'vitest'
import { harnessOf } from './file-harness.ts'
import { ProcessPool } from './process-pool.ts'
import { isProof } from './rounds.ts'
import { unsyncedDisk } from './unsynced-disk.ts'

const pool = new ProcessPool(1)

/** Another process writes to a table of its own in the folder, without pause; it loses nothing either. */
async function writeBeside(dir: string): Promise<() => Promise<void>> {
  const other = pool.take()[0]!
  await other.ask('open', { dir, isSynced: false })
  await other.ask('ensureTables', ['beside'])
  const serving = other.ask('serve', 'beside', ['beside'])
  return async () => {
    await other.ask('stopHammering')
    const { acknowledged, refusals } = (await serving)['beside']!
    const found = await other.ask('read', 'beside', 'beside')
    await other.ask('close')
    expect(refusals).toEqual({})
    expect(found ?? { n: 0 }).toMatchObject({ n: acknowledged })
  }
}

describeStore('file, beside another process', {
  ...harnessOf({ disk: unsyncedDisk }, writeBeside),
  oneOf: isProof ? 1 : 10, // conformance.test.ts has them all
})
