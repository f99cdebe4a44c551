import { z } from 'zod'

/** The id of a user, family, animal or user-details item. */
export const idSchema = z
  .string()
  .max(128)
  .regex(/^[a-zA-Z0-9_-]+$/, 'An id holds letters, digits, _ and - only')
