import type { Family } from '@cmz/cmz-tables'
import type { NewItem } from '@cmz/store'
import { type Violation, violates } from '../errors.ts'
import type { Zoo, ZooShape } from '../zoo.ts'
import { change, findLive } from './change.ts'
import { adopt, listing, type Members, membersOf, minus, most, release, type Side, trueMembers } from './membership.ts'
import type { Patch } from './merge-patch.ts'

type NewFamily = NewItem<ZooShape<'families'>>

/** The members as a request names them; empty means none, as absent does. */
type Named = { readonly [S in Side]?: readonly string[] | undefined }

export function listFamilies(zoo: Zoo): Promise<Family[]> {
  return zoo.families.list()
}

/** 400 unless the members obey the rules. Every member's family becomes this one, and no other lists them. */
export function createFamily(zoo: Zoo, input: Omit<NewFamily, Side> & Named): Promise<Family> {
  return zoo.inTurn(async () => {
    const { parents = [], students = [], ...fields } = input
    const members = { parents: new Set(parents), students: new Set(students) }
    await checkMembers(zoo, members)
    const family = await zoo.families.create({ ...fields, ...members })
    await adopt(zoo, family.familyId, membersOf(members))
    return family
  })
}

export function findFamily(zoo: Zoo, familyId: string): Promise<Family> {
  return findLive(zoo.families, 'family', familyId)
}

/**
 * Merges the patch into the family; who is no longer listed leaves it, who is joins it. 404; 400 as for creating. A side
 * that the patch does not name keeps those who are members by their own word, be they too few.
 */
export function updateFamily(zoo: Zoo, familyId: string, patch: Patch & Named): Promise<Family> {
  return zoo.inTurn(async () => {
    const before = await findFamily(zoo, familyId)
    const { parents, students, ...fields } = patch
    if (parents === undefined && students === undefined) return change(zoo.families, 'family', familyId, () => fields)
    const kept = await trueMembers(zoo, before)
    const after = {
      parents: parents === undefined ? kept.parents : new Set(parents),
      students: students === undefined ? kept.students : new Set(students),
    }
    await checkMembers(
      zoo,
      after,
      sides.filter((side) => patch[side] !== undefined),
    )
    await release(zoo, familyId, minus(membersOf(before), membersOf(after)))
    const family = await change(zoo.families, 'family', familyId, (each) => ({ ...fields, ...listing(each, after) }))
    await adopt(zoo, familyId, membersOf(after))
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

const sides: readonly Side[] = ['parents', 'students']

/**
 * Nobody on both sides; on the sides to check at least 1, at most as many as the side may have, and live users only.
 * Else 400 with all violations.
 */
async function checkMembers(zoo: Zoo, members: Members, checked = sides): Promise<void> {
  const violations: Violation[] = []
  for (const field of checked) {
    const { size } = members[field]
    if (size === 0) violations.push({ field, message: `A family has at least 1 ${field.slice(0, -1)}` })
    if (size > most[field]) violations.push({ field, message: `A family has at most ${most[field]} ${field}` })
  }
  for (const value of members.students) {
    if (members.parents.has(value)) violations.push({ field: 'students', value, message: `${value} is a parent too` })
  }
  for (const field of checked) {
    for (const value of members[field]) {
      const user = await zoo.users.get(value, { includeDeleted: false })
      if (user === undefined) violations.push({ field, value, message: `There is no user ${value}` })
    }
  }
  if (violations.length > 0) throw violates(violations)
}
