import { type Family, maxStudents } from '@cmz/cmz-tables'
import { type Violation, violates } from '../errors.ts'
import type { Zoo, ZooShape } from '../zoo.ts'
import { change, findLive } from './change.ts'
import { create, type NewFields } from './create.ts'
import { adopt, membersOf, release } from './membership.ts'
import type { Patch } from './merge-patch.ts'

type NewFamily = NewFields<ZooShape<'families'>>

/** The members as a request names them; empty means none, as absent does. */
interface Members {
  readonly parents?: readonly string[] | undefined
  readonly students?: readonly string[] | undefined
}

export function listFamilies(zoo: Zoo): Promise<Family[]> {
  return zoo.families.list()
}

/** 400 unless the members obey the rules. Every member's family becomes this one. */
export function createFamily(zoo: Zoo, input: Omit<NewFamily, keyof Members> & Members): Promise<Family> {
  return zoo.inTurn(async () => {
    const { parents = [], students = [], ...fields } = input
    await checkMembers(zoo, parents, students)
    const family = await create(zoo.families, { ...fields, parents: new Set(parents), students: new Set(students) })
    await adopt(zoo, family.familyId, membersOf(family))
    return family
  })
}

export function findFamily(zoo: Zoo, familyId: string): Promise<Family> {
  return findLive(zoo.families, 'family', familyId)
}

/** Merges the patch into the family; who is no longer listed leaves it, who is joins it. 404; 400 as for creating. */
export function updateFamily(zoo: Zoo, familyId: string, patch: Patch & Members): Promise<Family> {
  return zoo.inTurn(async () => {
    const before = await findFamily(zoo, familyId)
    const { parents, students, ...fields } = patch
    if (parents === undefined && students === undefined) return change(zoo.families, 'family', familyId, () => fields)
    const after = {
      parents: new Set(parents ?? before.parents),
      students: new Set(students ?? before.students),
    }
    await checkMembers(zoo, [...after.parents], [...after.students])
    // those who leave first: a repeated request then finishes what a crash left half done
    const staying = membersOf(after)
    const leaving = [...membersOf(before)].filter((userId) => !staying.has(userId))
    await release(zoo, familyId, leaving)
    const family = await change(zoo.families, 'family', familyId, () => ({ ...fields, ...after }))
    await adopt(zoo, familyId, staying)
    return family
  })
}

/** Hides the family, after every user who names it has left it. 404. */
export function deleteFamily(zoo: Zoo, familyId: string): Promise<void> {
  return zoo.inTurn(async () => {
    const family = await findFamily(zoo, familyId)
    const naming = await Array.fromAsync(zoo.users.each({ index: 'byFamily', key: { familyId } }))
    await release(zoo, familyId, new Set([...membersOf(family), ...naming.map(({ userId }) => userId)]))
    await zoo.families.softDelete(familyId)
  })
}

/** At least 1 parent, 1 to 8 students, nobody both, everybody a live user; else 400 with all violations. */
async function checkMembers(zoo: Zoo, parents: readonly string[], students: readonly string[]): Promise<void> {
  const violations: Violation[] = []
  if (parents.length === 0) violations.push({ field: 'parents', message: 'A family has at least 1 parent' })
  if (students.length === 0) violations.push({ field: 'students', message: 'A family has at least 1 student' })
  if (new Set(students).size > maxStudents) {
    violations.push({ field: 'students', message: `A family has at most ${maxStudents} students` })
  }
  for (const value of new Set(students.filter((student) => parents.includes(student)))) {
    violations.push({ field: 'students', value, message: `${value} is a parent too` })
  }
  for (const [field, members] of Object.entries({ parents, students })) {
    for (const value of new Set(members)) {
      const user = await zoo.users.get(value, { includeDeleted: false })
      if (user === undefined) violations.push({ field, value, message: `There is no user ${value}` })
    }
  }
  if (violations.length > 0) throw violates(violations)
}
