import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '../..')

/** The tests that mutants of store-core have to survive: its own, and the conformance suite, which is its specification. */
export default defineConfig({
  // a package's link in node_modules leads out of the copy that Stryker mutates
  resolve: { alias: [{ find: /^@cmz\/([\w-]+)$/, replacement: `${root}/packages/$1/src/index.ts` }] },
  test: {
    root,
    include: ['packages/store-core/{src,test}/**/*.test.ts', 'packages/store-memory/test/conformance.test.ts'],
    deps: { interopDefault: false },
    isolate: false,
    testTimeout: 30_000,
  },
})
