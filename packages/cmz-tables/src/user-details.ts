import { defineTable, type Stored } from '@cmz/store-core'
import { z } from 'zod'
import { idSchema } from './id.ts'

/** How much a user has talked to the animals. */
export const usageSchema = z.strictObject({
  userId: idSchema.optional(),
  totalSessions: z.int().min(0).optional(),
  totalTurns: z.int().min(0).optional(),
  lastActive: z.iso.datetime().optional(),
})

/** The attributes of a user's details, each with its schema. */
export const userDetailsAttributes = {
  userDetailsId: idSchema,
  userId: idSchema,
  usage: usageSchema.optional(),
  extras: z.record(z.string(), z.unknown()).optional(),
}

/** The users' details: found by user, who has one live item of them at most. */
export function userDetailsTable(name: string) {
  return defineTable({
    name,
    partitionKey: 'userDetailsId',
    idPrefix: 'details',
    indexes: { byUser: { partitionKey: 'userId' } },
    unique: { userId: true },
    version: true,
    attributes: userDetailsAttributes,
  })
}

export type UserDetailsTable = ReturnType<typeof userDetailsTable>
export type UserDetails = Stored<NonNullable<UserDetailsTable['shape']>>
