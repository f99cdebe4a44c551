import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { kernelLocks } from './kernel-locks.ts'

const require = createRequire(import.meta.url)

test('the package has its binary without a search', () => {
  expect(Object.keys(require.cache).filter((path) => path.includes('require-addon'))).toEqual([])
  expect(kernelLocks).toBe(require('fs-native-extensions'))
})
