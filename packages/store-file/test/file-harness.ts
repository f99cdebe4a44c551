import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Harness } from '@cmz/store-conformance'
import { fileDriver, type FileDriverOptions } from '../src/index.ts'

/** A folder of its own for every scenario. */
export const fileHarness: Harness = harnessOf({})

/** The same, with other options. `beside` is done in each folder meanwhile, and ends when what it returns is called. */
export function harnessOf(
  options: Omit<FileDriverOptions, 'dir'>,
  beside: (dir: string) => Promise<() => Promise<void>> = async () => async () => {},
): Harness {
  return {
    capabilities: { transactions: true, currentItems: true, reopen: true },
    async open() {
      const dir = await mkdtemp(join(tmpdir(), 'cmz-conformance-'))
      const end = await beside(dir)
      return {
        driver: () => fileDriver({ dir, ...options }),
        async end() {
          await end()
          await rm(dir, { recursive: true, force: true })
        },
      }
    },
  }
}
