export {
  aiModels,
  type Animal,
  animalAttributes,
  type AnimalTable,
  animalTable,
  configurationSchema,
  voices,
} from './animal.ts'
export { type CmzTables, cmzTables } from './cmz-tables.ts'
export {
  addressSchema,
  type Family,
  familyAttributes,
  type FamilyTable,
  familyTable,
  maxParents,
  maxStudents,
} from './family.ts'
export { idSchema } from './id.ts'
export { checkRoom } from './room.ts'
export { roles, type User, userAttributes, type UserTable, userTable } from './user.ts'
export {
  type UserDetails,
  userDetailsAttributes,
  type UserDetailsTable,
  userDetailsTable,
  usageSchema,
} from './user-details.ts'
