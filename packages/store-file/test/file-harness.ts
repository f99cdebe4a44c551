import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Harness } from '@cmz/store-conformance'
import { fileDriver } from '../src/index.ts'

/** A folder of its own for every scenario. */
export const fileHarness: Harness = {
  capabilities: { transactions: true, reopen: true },
  async open() {
    const dir = await mkdtemp(join(tmpdir(), 'cmz-conformance-'))
    return {
      driver: () => fileDriver({ dir }),
      end: () => rm(dir, { recursive: true, force: true }),
    }
  },
}
