import { Decimal } from '@cmz/store'
import { expect, it } from 'vitest'
import { toJson } from './json.ts'

it('shows sets as arrays and leaves out the version and what only deleted items have', () => {
  expect(toJson({ parents: new Set(['b', 'a']), softDelete: false, deleted: {}, version: 3, name: 'x' })).toEqual({
    parents: ['a', 'b'],
    name: 'x',
  })
})

it('rounds no number, at any depth', () => {
  const extras = {
    big: 2n ** 64n,
    exact: [new Decimal('0.1000000000000000000001')],
    bytes: new Uint8Array([1, 2]),
    none: null,
  }
  expect(toJson({ extras })).toEqual({
    extras: { big: '18446744073709551616', exact: ['0.1000000000000000000001'], bytes: 'AQI=', none: null },
  })
})
