import { expect, test } from 'vitest'
import { isTooDeep } from './is-too-deep.ts'

const nested = (levels: number): string => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`
const padding = ' '.repeat(8_192)

test.each([
  ['1000 levels', nested(1_000), false],
  ['more than 1000 levels', nested(1_002), true],
  ['lists that never end', '['.repeat(1_001), true],
  ['brackets in text', `"${'['.repeat(2_000)}"`, false],
  ['brackets behind an escaped mark', `"\\"${'['.repeat(2_000)}"`, false],
  ['brackets behind a text that ends with an escaped backslash', `"\\\\"${'['.repeat(2_000)}`, true],
  ['text that never ends', `"${'['.repeat(2_000)}`, false],
  ['many side by side', '[{}],'.repeat(2_000), false],
])('%s', (_, body, tooDeep) => {
  expect(isTooDeep(padding + body)).toBe(tooDeep)
})

test('a short body is left to the parser', () => {
  expect(isTooDeep('['.repeat(2_000))).toBe(false)
})
