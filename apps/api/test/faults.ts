import type { CmzTables } from '@cmz/cmz-tables'
import type { Database } from '@cmz/store'
import { membersOf, most, type Side } from '../src/rules/membership.ts'

const none: ReadonlySet<string> = new Set()

/** What breaks the zoo's rules among the live items of a database. */
export async function faultsOf(database: Database, tables: CmzTables): Promise<string[]> {
  const users = new Map((await database.store(tables.user).list()).map((user) => [user.userId, user]))
  const families = new Map((await database.store(tables.family).list()).map((family) => [family.familyId, family]))
  const details = await database.store(tables.userDetails).list()
  const animals = await database.store(tables.animal).list()
  const faults: string[] = []
  for (const { familyId, parents = none, students = none } of families.values()) {
    for (const [side, { size }] of Object.entries({ parents, students })) {
      if (size > most[side as Side]) faults.push(`${familyId} has ${size} ${side}`)
    }
    for (const userId of parents) if (students.has(userId)) faults.push(`${userId} is on both sides of ${familyId}`)
    for (const userId of membersOf({ parents, students })) {
      const user = users.get(userId)
      if (user?.familyId !== familyId) faults.push(`${userId} is listed in ${familyId}, but names ${user?.familyId}`)
    }
  }
  for (const { userId, familyId, userType } of users.values()) {
    if (familyId === undefined) continue
    const family = families.get(familyId)
    if (family === undefined) faults.push(`${userId} names ${familyId}, which is not there`)
    // on either side: a request for the family may have put a student among the parents
    else if (userType !== 'none' && !membersOf(family).has(userId))
      faults.push(`${userId} is not listed in ${familyId}`)
  }
  for (const { userId } of details)
    if (!users.has(userId)) faults.push(`There are details of ${userId}, who is not there`)
  faults.push(...twice('details of', details, ({ userId }) => userId))
  faults.push(...twice('animals called', animals, ({ name }) => name.toLowerCase()))
  for (const { animalId, status } of animals) if (status === 'deleted') faults.push(`${animalId} is live, but deleted`)
  return faults
}

function twice<T>(what: string, items: readonly T[], valueOf: (item: T) => string): string[] {
  const groups = [...Map.groupBy(items, valueOf)]
  return groups
    .filter(([, same]) => same.length > 1)
    .map(([value, same]) => `There are ${same.length} ${what} ${value}`)
}
