import { defineTable } from '@cmz/store'

/** Stamps and soft delete are off: no peer has such a thing, and everybody shall do the same work. */
export const usersTable = defineTable({
  name: 'bench-users',
  partitionKey: 'userId',
  indexes: { byFamily: { partitionKey: 'familyId' } },
  stamps: false,
  softDelete: false,
})
