import { defineTable } from '@cmz/store-core'

/** Tables that several processes write to. */
export const counters = defineTable({ name: 'counters', partitionKey: 'id', softDelete: false, stamps: false })
export const members = defineTable({
  name: 'members',
  partitionKey: 'id',
  softDelete: false,
  stamps: false,
  unique: { email: true },
})
