import { expect, it } from 'vitest'
import { Decimal } from './decimal.ts'
import { digestOf } from './digest.ts'

it('a digest is short, and safe in a URL', () => {
  expect(digestOf({ a: 1 })).toMatch(/^[\w-]{16}$/)
})

it('different data have different digests', () => {
  const data: unknown[] = [
    null,
    true,
    false,
    '',
    'n1',
    '1',
    1,
    2,
    0.5,
    new Decimal('0.1234567890123456789'),
    [],
    [1],
    [1, 2],
    [[1], 2],
    ['a'],
    {},
    { a: 1 },
    { a: null },
    { b: 1 },
    { '0': 'a' },
    { '0': 1 },
    new Uint8Array(),
    new Uint8Array([1]),
    new Uint8Array([2]),
    'bAQ==',
    new Set(['a']),
    new Set(['b']),
    new Set(['a', 'b']),
    new Set([1]),
  ]
  expect(new Set(data.map(digestOf)).size).toBe(data.length)
})

it('equal data have one digest', () => {
  expect(digestOf({ a: 1n, b: [new Decimal(2)] })).toBe(digestOf({ b: [2], a: 1 }))
})
