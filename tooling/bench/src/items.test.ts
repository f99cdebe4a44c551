import { expect, it } from 'vitest'
import { inputsOf } from './inputs.ts'
import { familyIdOf, familySize, lineOf, userIdOf, userOf } from './items.ts'

it('has 400 to 450 bytes of ASCII, about 430', () => {
  const sizes = Array.from({ length: 10_000 }, (_each, index) => Buffer.byteLength(lineOf(userOf(index * 100))))
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(400)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(450)
  expect(sizes.reduce((sum, size) => sum + size) / sizes.length).toBeCloseTo(430, -1)
  expect(lineOf(userOf(7))).toMatch(/^[ -~]+$/)
})

it('is the same every time, has keys in the order of positions, and families of four', () => {
  expect(userOf(123_456)).toEqual(userOf(123_456))
  const keys = Array.from({ length: 5_000 }, (_each, index) => userIdOf(index * 211))
  expect(keys.toSorted()).toEqual(keys)
  expect(new Set(keys).size).toBe(keys.length)
  const family = Array.from({ length: familySize }, (_each, index) => userOf(8 + index).familyId)
  expect(new Set(family)).toEqual(new Set([familyIdOf(2)]))
})

it('gives everybody the same calls in the same round, and others in the next', () => {
  const wanted = { items: 1_000, keys: 20, families: 20, users: 20, fields: 20 }
  expect(inputsOf({ ...wanted, round: 1 })).toEqual(inputsOf({ ...wanted, round: 1 }))
  expect(inputsOf({ ...wanted, round: 1 }).keys).not.toEqual(inputsOf({ ...wanted, round: 2 }).keys)
})
