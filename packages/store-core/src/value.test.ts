import { describe, expect, it } from 'vitest'
import { Decimal } from './decimal.ts'
import { isMap, typeOf, type TypeName, type Value } from './value.ts'

const samples: [Value, TypeName][] = [
  ['', 'S'],
  [0, 'N'],
  [0n, 'N'],
  [new Decimal(0), 'N'],
  [false, 'BOOL'],
  [null, 'NULL'],
  [new Uint8Array(), 'B'],
  [Buffer.from(''), 'B'],
  [[], 'L'],
  [{}, 'M'],
  [Object.create(null) as Value, 'M'],
  [new Set(['a']), 'SS'],
  [new Set([1n]), 'NS'],
  [new Set([new Decimal('0.1')]), 'NS'],
  [new Set([new Uint8Array()]), 'BS'],
]

describe('typeOf and isMap', () => {
  it.each(samples)('%o is of type %s', (value, type) => {
    expect(typeOf(value)).toBe(type)
    expect(isMap(value)).toBe(type === 'M')
  })

  it('knows that nothing is no map', () => {
    expect(isMap(undefined)).toBe(false)
  })
})
