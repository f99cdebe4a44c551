import { type Family, maxStudents, type User } from '@cmz/cmz-tables'
import { violates } from '../errors.ts'
import type { Zoo } from '../zoo.ts'
import { change } from './change.ts'
import type { Patch } from './merge-patch.ts'

const sides = ['parents', 'students'] as const
type Side = (typeof sides)[number]

/** The ids of a family's parents and students. */
export function membersOf({ parents = new Set(), students = new Set() }: Pick<Family, Side>): Set<string> {
  return new Set([...parents, ...students])
}

/** 400 unless the user's family exists, is live and has room for one more student. */
export async function checkFamily(zoo: Zoo, user: Pick<User, 'familyId' | 'role' | 'userType'>, userId?: string) {
  const { familyId } = user
  if (familyId === undefined) return
  const family = await zoo.families.get(familyId, { includeDeleted: false })
  if (family === undefined) throw violates([{ field: 'familyId', value: familyId, message: 'There is no such family' }])
  const others = [...(family.students ?? [])].filter((student) => student !== userId)
  if (sideOf(user) === 'students' && others.length >= maxStudents) {
    throw violates([{ field: 'familyId', value: familyId, message: `The family has ${maxStudents} students already` }])
  }
}

/** Lists the user in the family it names: a parent among the parents, a student among the students, others nowhere. */
export async function joinFamily(zoo: Zoo, user: User): Promise<void> {
  const side = sideOf(user)
  if (user.familyId === undefined || side === undefined) return
  await change(zoo.families, 'family', user.familyId, (family) => {
    const other = side === 'parents' ? 'students' : 'parents'
    return { ...without(family, other, user.userId), ...including(family, side, user.userId) }
  })
}

/** Takes the user out of the family's lists. A family that is gone has none. */
export async function leaveFamily(zoo: Zoo, userId: string, familyId: string): Promise<void> {
  if ((await zoo.families.get(familyId, { includeDeleted: false })) === undefined) return
  await change(zoo.families, 'family', familyId, (family) =>
    Object.assign({}, ...sides.map((side) => without(family, side, userId))),
  )
}

/** Writes the family into each member, and takes each out of the family it was in before. */
export async function adopt(zoo: Zoo, familyId: string, userIds: Iterable<string>): Promise<void> {
  for (const userId of userIds) {
    const user = await zoo.users.get(userId)
    if (user === undefined || user.familyId === familyId) continue
    if (user.familyId !== undefined) await leaveFamily(zoo, userId, user.familyId)
    await change(zoo.users, 'user', userId, () => ({ familyId }))
  }
}

/** Removes the family from those of the users who are live and name it. */
export async function release(zoo: Zoo, familyId: string, userIds: Iterable<string>): Promise<void> {
  for (const userId of userIds) {
    const user = await zoo.users.get(userId, { includeDeleted: false })
    if (user?.familyId === familyId) await change(zoo.users, 'user', userId, () => ({ familyId: null }))
  }
}

function sideOf({ userType, role }: Pick<User, 'role' | 'userType'>): Side | undefined {
  const kind = userType === 'none' ? role : userType
  return kind === 'parent' ? 'parents' : kind === 'student' ? 'students' : undefined
}

function including(family: Family, side: Side, userId: string): Patch {
  const members = family[side] ?? new Set()
  return members.has(userId) ? {} : { [side]: new Set([...members, userId]) }
}

/** A set is never empty: the last one to go takes the attribute along. */
function without(family: Family, side: Side, userId: string): Patch {
  const members = family[side]
  if (!members?.has(userId)) return {}
  const rest = [...members].filter((member) => member !== userId)
  return { [side]: rest.length === 0 ? null : new Set(rest) }
}
