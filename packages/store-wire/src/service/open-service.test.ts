import { expect, test } from 'vitest'
import { openService, type ServiceOptions } from './open-service.ts'

test.each([
  [{}, 'A service needs { dir }, or { memory: true }'],
  [{ folder: 'data' }, 'A service needs { dir }, or { memory: true }'],
  [{ memory: false }, 'A service needs { dir }, or { memory: true }'],
  [{ dir: '' }, 'dir is the path of a folder'],
  [{ dir: undefined }, 'dir is the path of a folder'],
])('data that are nowhere are refused, and not kept in memory: %j', async (options, message) => {
  await expect(openService(options as unknown as ServiceOptions)).rejects.toThrow(new TypeError(message))
})
