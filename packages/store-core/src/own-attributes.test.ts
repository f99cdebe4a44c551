import { describe, expect, it } from 'vitest'
import { ValidationException } from './errors.ts'
import { checkOwnAttributes } from './own-attributes.ts'
import { defineTable } from './table.ts'

const base = { name: 'users', partitionKey: 'id' } as const

describe('checkOwnAttributes', () => {
  it('refuses what the store keeps itself', () => {
    const table = defineTable({ ...base, softDelete: 'hidden' })
    expect(() => checkOwnAttributes(table, { id: 'u', hidden: undefined })).not.toThrow()
    expect(() => checkOwnAttributes(table, { hidden: false })).toThrow("hidden is the store's own: use softDelete")
    for (const name of ['created', 'modified', 'deleted']) {
      expect(() => checkOwnAttributes(table, { [name]: 'x' })).toThrow(ValidationException)
      expect(() => checkOwnAttributes(table, { [name]: 'x' })).toThrow(`${name} is the store's own: it stamps`)
    }
    expect(() => checkOwnAttributes(defineTable({ ...base, stamps: false }), { created: 'x' })).not.toThrow()
  })
})
