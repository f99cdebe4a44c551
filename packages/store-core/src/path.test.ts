import { describe, expect, it } from 'vitest'
import { Decimal } from './decimal.ts'
import { type Path, valueAt } from './path.ts'

const item = {
  a: { b: [{ c: 1 }, null], '0': 'zero' },
  n: new Decimal('0.12345678901234567890'),
  bytes: new Uint8Array([7]),
  set: new Set(['x']),
  'a.b': 'dots are data',
}

describe('valueAt', () => {
  it.each<[Path, unknown]>([
    [['a', 'b', 0, 'c'], 1],
    [['a', 'b', 1], null],
    [['a', '0'], 'zero'],
    [['a.b'], 'dots are data'],
    [['a', 'b', 2], undefined],
    [['a', 'b', -1], undefined],
    [['a', 'b', 'length'], undefined],
    [['a', 'b', 1, 'c'], undefined],
    [['a', 0], undefined],
    [['a', 'toString'], undefined],
    [['constructor'], undefined],
    [['n', 'toString'], undefined],
    [['bytes', 0], undefined],
    [['set', 'size'], undefined],
    [['missing', 'b', 0], undefined],
  ])('at %j', (path, value) => {
    expect(valueAt(item, path)).toBe(value)
  })

  it('finds nothing where there is no item', () => {
    expect(valueAt(undefined, ['a'])).toBeUndefined()
  })
})
