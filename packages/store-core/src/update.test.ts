import { describe, expect, it } from 'vitest'
import { ValidationException } from './errors.ts'
import { maxItemSize } from './size.ts'
import { applyUpdate } from './update.ts'

describe('applyUpdate', () => {
  const item = { id: 'x', a: 1, b: { c: 2 } }

  it('sets and removes attributes, and leaves the item alone', () => {
    expect(applyUpdate({ set: { a: 2, d: null }, remove: ['b', 'missing'] }, item, {})).toEqual({
      id: 'x',
      a: 2,
      d: null,
    })
    expect(item).toEqual({ id: 'x', a: 1, b: { c: 2 } })
  })

  it('sets what it also removes', () => {
    expect(applyUpdate({ set: { a: 2 }, remove: ['a'] }, item, {})).toMatchObject({ a: 2 })
  })

  it('replaces a map as a whole', () => {
    expect(applyUpdate({ set: { b: { d: 1 } }, remove: [] }, item, {})['b']).toEqual({ d: 1 })
  })

  it('refuses an item that grows too large (rule 3.1)', () => {
    const set = { text: 'x'.repeat(maxItemSize - 7) }
    expect(applyUpdate({ set, remove: [] }, { id: 'x' }, {})).toHaveProperty('text')
    const grown = (): unknown => applyUpdate({ set, remove: [] }, { id: 'xy' }, { table: 'things' })
    expect(grown).toThrow(ValidationException)
    expect(grown).toThrow('Item size to update has exceeded the maximum allowed size (table things)')
  })
})
