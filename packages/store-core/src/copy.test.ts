import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { items } from '../test/values.ts'
import { equal } from './compare.ts'
import { copyItem, copyValue, setOwn } from './copy.ts'
import { Decimal } from './decimal.ts'
import type { Item, Value } from './value.ts'

/** Every object of a value, itself first; decimals are frozen and may be shared. */
function objectsIn(value: Value): object[] {
  if (typeof value !== 'object' || value === null || value instanceof Decimal) return []
  if (value instanceof Uint8Array) return [value]
  const members: readonly Value[] = value instanceof Set ? [...value] : Object.values(value as Item)
  return [value, ...members.flatMap(objectsIn)]
}

describe('copyItem', () => {
  it('equals the item and shares no object with it', () => {
    fc.assert(
      fc.property(items, (item) => {
        const copy = copyItem(item)
        expect(equal(copy, item)).toBe(true)
        const objects = new Set(objectsIn(item))
        expect(objectsIn(copy).filter((each) => objects.has(each))).toEqual([])
      }),
    )
  })

  it('copies the memory of a Buffer', () => {
    const buffer = Buffer.from('abc')
    const copy = copyItem({ one: buffer, many: new Set([buffer]) })
    buffer.fill(0)
    expect(copy).toEqual({ one: new Uint8Array([97, 98, 99]), many: new Set([new Uint8Array([97, 98, 99])]) })
  })

  it('keeps a member called __proto__ as one', () => {
    const item = JSON.parse('{"__proto__":{"a":1},"m":{"__proto__":null}}') as Item
    const copy = copyItem(item)
    expect(Object.keys(copy)).toEqual(['__proto__', 'm'])
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
    expect(equal(copy, item)).toBe(true)
  })
})

describe('copyValue', () => {
  it('hands back what cannot change', () => {
    const decimal = new Decimal('0.10000000000000000001')
    expect(copyValue(decimal)).toBe(decimal)
    expect(copyValue<Value>(null)).toBe(null)
    expect(copyValue('a')).toBe('a')
  })
})

describe('setOwn', () => {
  it('never touches the prototype', () => {
    const target: Record<string, number> = {}
    setOwn(target, '__proto__', 1)
    setOwn(target, 'a', 2)
    expect(Object.entries(target)).toEqual([
      ['__proto__', 1],
      ['a', 2],
    ])
    expect(({} as Record<string, unknown>)['a']).toBeUndefined()
    const [odd, usual] = ['__proto__', 'a'].map((name) => Object.getOwnPropertyDescriptor(target, name))
    expect(odd).toEqual({ ...usual, value: 1 })
  })
})
