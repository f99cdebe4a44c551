import type { Family, User } from '@cmz/cmz-tables'
import type { NewItem } from '@cmz/store'
import { type Violation, violates } from '../errors.ts'
import type { Zoo, ZooShape } from '../zoo.ts'
import { asRead, change, changesOf, findLive, isEmpty } from './change.ts'
import {
  adopt,
  liveFamilies,
  liveUsers,
  type Members,
  membersOf,
  most,
  release,
  type Side,
  unlist,
} from './membership.ts'
import type { Patch } from './merge-patch.ts'
import { undisturbed } from './undisturbed.ts'

type NewFamily = NewItem<ZooShape<'families'>>

/** The members as a request names them; empty means none, as absent does. */
type Named = { readonly [S in Side]?: readonly string[] | undefined }

export function listFamilies(zoo: Zoo): Promise<Family[]> {
  return zoo.families.list()
}

/** 400 unless the members obey the rules. Every member's family becomes this one, and no other lists them. */
export async function createFamily(zoo: Zoo, input: Omit<NewFamily, Side> & Named): Promise<Family> {
  const { parents = [], students = [], ...fields } = input
  const members = { parents: new Set(parents), students: new Set(students) }
  const familyId = zoo.families.newId()
  await undisturbed(async () => {
    const users = await liveUsers(zoo, membersOf(members))
    checkMembers(members, users)
    const joining = [...users.values()]
    const left = await liveFamilies(zoo, joining)
    await zoo.transact((tx) => {
      tx.on(zoo.families).create({ ...fields, ...members, familyId })
      adopt(tx, zoo, familyId, joining, left)
    })
  })
  return (await zoo.families.get(familyId))!
}

export function findFamily(zoo: Zoo, familyId: string): Promise<Family> {
  return findLive(zoo.families, 'family', familyId)
}

/**
 * Merges the patch into the family; who is no longer listed leaves it, who is joins it. 404; 400 as for creating. A side
 * that the patch does not name keeps its members, be they too few.
 */
export async function updateFamily(zoo: Zoo, familyId: string, patch: Patch & Named): Promise<Family> {
  const { parents, students, ...fields } = patch
  if (parents === undefined && students === undefined) return change(zoo.families, 'family', familyId, fields)
  await undisturbed(async () => {
    const before = await findFamily(zoo, familyId)
    const users = await liveUsers(zoo, new Set([...membersOf(before), ...(parents ?? []), ...(students ?? [])]))
    const isIn = (userId: string) => users.get(userId)?.familyId === familyId
    // a list that was edited by hand may name others
    const kept = (side: Side) => new Set([...(before[side] ?? [])].filter(isIn))
    const after = {
      parents: parents === undefined ? kept('parents') : new Set(parents),
      students: students === undefined ? kept('students') : new Set(students),
    }
    checkMembers(
      after,
      users,
      sides.filter((side) => patch[side] !== undefined),
    )
    const members = membersOf(after)
    const joining = [...users.values()].filter(({ userId }) => members.has(userId) && !isIn(userId))
    const leaving = [...users.values()].filter(({ userId }) => !members.has(userId) && isIn(userId))
    const changed = { ...fields, ...listing(before, after) }
    if (isEmpty(changed) && joining.length === 0) return
    const left = await liveFamilies(zoo, joining)
    await zoo.transact((tx) => {
      tx.on(zoo.families).update(familyId, changesOf(zoo.families, before, changed), asRead(before))
      release(tx, zoo, leaving)
      adopt(tx, zoo, familyId, joining, left)
    })
  })
  return (await zoo.families.get(familyId))!
}

/**
 * Hides the family; nobody names it any more. 404. Where more users name it than one transaction can write to, some
 * leave it in transactions before that.
 */
export async function deleteFamily(zoo: Zoo, familyId: string): Promise<void> {
  await undisturbed(async () => {
    const family = await findFamily(zoo, familyId)
    const members = membersOf(family)
    // not by the index: on DynamoDB it may not have users yet who joined before the family was read
    const naming = await zoo.users.list({ where: (user) => user.familyId.eq(familyId) })
    const leaving = naming.toSorted((one, two) => Number(members.has(one.userId)) - Number(members.has(two.userId)))
    let { expectedVersion } = asRead(family)
    while (leaving.length > mostAtOnce) {
      const some = leaving.splice(0, mostAtOnce)
      const ids = some.map(({ userId }) => userId)
      await zoo.transact((tx) => {
        release(tx, zoo, some)
        unlist(tx, zoo, familyId, ids, { expectedVersion })
      })
      expectedVersion += 1
    }
    await zoo.transact((tx) => {
      release(tx, zoo, leaving)
      tx.on(zoo.families).softDelete(familyId, { expectedVersion })
    })
  })
}

/** Of the 100 actions of a transaction one is for the family. */
const mostAtOnce = 99

const sides: readonly Side[] = ['parents', 'students']

/**
 * Nobody on both sides; on the sides to check at least 1, at most as many as the side may have, and live users only.
 * Else 400 with all violations.
 */
function checkMembers(members: Members, live: ReadonlyMap<string, User>, checked = sides): void {
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
      if (!live.has(value)) violations.push({ field, value, message: `There is no user ${value}` })
    }
  }
  if (violations.length > 0) throw violates(violations)
}

/** The patch that gives a family these members. A set is never empty: the last one to go takes the attribute along. */
function listing(family: Family, members: Members): Patch {
  const changed = sides.filter((side) => !isEqual(family[side] ?? new Set(), members[side]))
  return Object.fromEntries(changed.map((side) => [side, members[side].size === 0 ? null : members[side]]))
}

function isEqual(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((userId) => right.has(userId))
}
