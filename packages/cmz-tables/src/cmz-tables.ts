import { type AnimalTable, animalTable } from './animal.ts'
import { type FamilyTable, familyTable } from './family.ts'
import { type UserDetailsTable, userDetailsTable } from './user-details.ts'
import { type UserTable, userTable } from './user.ts'

/** The zoo's four tables. */
export interface CmzTables {
  readonly family: FamilyTable
  readonly user: UserTable
  readonly userDetails: UserDetailsTable
  readonly animal: AnimalTable
}

/**
 * The four tables under the names that the environment gives them: `FAMILY_DYNAMO_TABLE_NAME`,
 * `USER_DYNAMO_TABLE_NAME`, `USER_DETAILS_DYNAMO_TABLE_NAME` (or `USER_DETAILS_TABLE_NAME`),
 * `ANIMAL_DYNAMO_TABLE_NAME`. An empty variable counts as unset. TypeError on a name that DynamoDB refuses.
 */
export function cmzTables(environment: Readonly<Record<string, string | undefined>> = process.env): CmzTables {
  const named = (fallback: string, ...variables: readonly string[]): string =>
    variables.map((variable) => environment[variable]?.trim()).find(Boolean) ?? fallback
  return {
    family: familyTable(named('quest-dev-family', 'FAMILY_DYNAMO_TABLE_NAME')),
    user: userTable(named('quest-dev-user', 'USER_DYNAMO_TABLE_NAME')),
    userDetails: userDetailsTable(
      named('quest-dev-user-details', 'USER_DETAILS_DYNAMO_TABLE_NAME', 'USER_DETAILS_TABLE_NAME'),
    ),
    animal: animalTable(named('quest-dev-animal', 'ANIMAL_DYNAMO_TABLE_NAME')),
  }
}
