import { defineTable, type Stored } from '@cmz/store-core'
import { z } from 'zod'
import { idSchema } from './id.ts'

/**
 * A family has at most this many parents. All members can be replaced by those of other families in one transaction of
 * 100 actions at most: this family, 28 who leave it, 28 who join it, and the 28 families that they leave make 85.
 */
export const maxParents = 20

/** A family has at most this many students. */
export const maxStudents = 8

/** A postal address in the United States. */
export const addressSchema = z.strictObject({
  street: z.string().trim().min(1).max(200).optional(),
  city: z.string().trim().min(1).max(100).optional(),
  state: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'A state has 2 letters')
    .toUpperCase()
    .optional(),
  zip: z
    .string()
    .regex(/^\d{5}(-\d{4})?$/, 'A zip code has 5 digits, or 5 and 4')
    .optional(),
})

/** The attributes of a family, each with its schema. Its members are sets of user ids; a set is never empty, but absent. */
export const familyAttributes = {
  familyId: idSchema,
  familyName: z.string().trim().min(1).max(100),
  parents: z.set(idSchema).min(1).max(maxParents).optional(),
  students: z.set(idSchema).min(1).max(maxStudents).optional(),
  status: z.enum(['active', 'inactive', 'pending']).default('active'),
  address: addressSchema.optional(),
}

/** The families. */
export function familyTable(name: string) {
  return defineTable({
    name,
    partitionKey: 'familyId',
    idPrefix: 'family',
    version: true,
    attributes: familyAttributes,
  })
}

export type FamilyTable = ReturnType<typeof familyTable>
export type Family = Stored<NonNullable<FamilyTable['shape']>>
