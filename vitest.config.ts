import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** The packages, the API and the tools run from source: the `@cmz/source` condition finds it. */
const roots = ['packages', 'apps', 'tooling']
  .flatMap((folder) => readdirSync(join(import.meta.dirname, folder)).map((name) => `${folder}/${name}`))
  .filter((root) => root !== 'apps/e2e')

export default defineConfig({
  test: {
    maxWorkers: '100%', // by itself vitest leaves one core out, which is half of a small machine
    projects: roots.map((root) => ({
      ssr: { resolve: { conditions: ['@cmz/source', 'node'] } },
      test: {
        name: `@cmz/${root.split('/')[1]}`,
        root,
        include: ['*.test.ts', 'src/**/*.test.ts', 'test/**/*.test.ts'],
        deps: { interopDefault: false }, // as Node does it
        // a worker for each file takes a third of the time of all tests; the file store remembers what it learned of its disk
        isolate: root === 'packages/store-file',
        testTimeout: 30_000,
        hookTimeout: 30_000,
      },
    })),
  },
})
