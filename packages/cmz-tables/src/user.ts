import { defineTable, type Stored } from '@cmz/store-core'
import { z } from 'zod'
import { idSchema } from './id.ts'

/** What a user may be: visitors to admins run the site, members, parents and students belong to families. */
export const roles = ['visitor', 'user', 'editor', 'admin', 'member', 'parent', 'student'] as const

/** The attributes of a user, each with its schema. E-mail addresses are kept in lower case, so that they are found. */
export const userAttributes = {
  userId: idSchema,
  email: z.email().max(254).toLowerCase(),
  displayName: z.string().trim().min(1).max(100).optional(),
  role: z.enum(roles).default('visitor'),
  /** The side of the family the user is on. */
  userType: z.enum(['none', 'parent', 'student']).default('none'),
  familyId: idSchema.optional(),
  /** In years. */
  age: z.int().min(3).max(120).optional(),
  /** E.164: `+15095550142`. */
  phone: z
    .string()
    .regex(/^\+[1-9]\d{1,14}$/, 'A phone number in E.164 form: + and 2 to 15 digits')
    .optional(),
}

/** The users: found by family and by e-mail address. */
export function userTable(name: string) {
  return defineTable({
    name,
    partitionKey: 'userId',
    idPrefix: 'user',
    indexes: { byFamily: { partitionKey: 'familyId' }, byEmail: { partitionKey: 'email' } },
    version: true,
    attributes: userAttributes,
  })
}

export type UserTable = ReturnType<typeof userTable>
export type User = Stored<NonNullable<UserTable['shape']>>
