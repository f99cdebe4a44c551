import { assignments, defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { tookEffect } from './lost-answer.ts'

const table = defineTable({ name: 'quest', partitionKey: 'id' })
const key = { id: 'a' }

describe('tookEffect', () => {
  it('put: if the item is the one that was sent', () => {
    const request = { kind: 'put', table, item: { id: 'a', tags: new Set(['x', 'y']) } } as const
    expect(tookEffect(request, { tags: new Set(['y', 'x']), id: 'a' })).toBe(true)
    expect(tookEffect(request, { id: 'a', tags: new Set(['x']) })).toBe(false)
    expect(tookEffect(request, undefined)).toBe(false)
  })

  it('update: if everything set is there and everything removed is gone', () => {
    const request = { kind: 'update', table, key, update: assignments({ n: 2 }, ['old']) } as const
    expect(tookEffect(request, { id: 'a', n: 2, other: 1 })).toBe(true)
    expect(tookEffect(request, { id: 'a', n: 3 })).toBe(false)
    expect(tookEffect(request, { id: 'a', n: 2, old: 1 })).toBe(false)
    expect(tookEffect(request, undefined)).toBe(false)
  })

  it('update of nothing: its failed condition stands', () => {
    expect(tookEffect({ kind: 'update', table, key, update: assignments({}) }, { id: 'a' })).toBe(false)
  })

  it('delete: if the item is gone', () => {
    expect(tookEffect({ kind: 'delete', table, key }, undefined)).toBe(true)
    expect(tookEffect({ kind: 'delete', table, key }, { id: 'a' })).toBe(false)
  })
})
