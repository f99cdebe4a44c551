import { type Family, maxParents, maxStudents, type User } from '@cmz/cmz-tables'
import { and, or, type Transaction, type Where } from '@cmz/store'
import { violates } from '../errors.ts'
import type { Zoo } from '../zoo.ts'

/*
 * A user names its family, and a family lists its parents and students: both are written in one transaction. Whoever
 * comes or goes writes to the family, listed or not, so its version tells whether those who name it are still the same.
 */

/** How many members a family may have on each side. */
export const most = { parents: maxParents, students: maxStudents }

export type Side = keyof typeof most

export type Members = Readonly<Record<Side, ReadonlySet<string>>>

/** What of a user decides where it is listed. */
export type Membership = Pick<User, 'role' | 'userType'> & { readonly familyId?: string | undefined }

/** The ids of parents and students. */
export function membersOf({ parents = new Set(), students = new Set() }: Partial<Members>): Set<string> {
  return new Set([...parents, ...students])
}

/** 400 unless the user's family exists, is live and has room for one more on the user's side. */
export async function checkFamily(zoo: Zoo, user: Membership, userId?: string): Promise<void> {
  const { familyId } = user
  if (familyId === undefined) return
  const refuse = (message: string) => violates([{ field: 'familyId', value: familyId, message }])
  const family = await zoo.families.get(familyId, { includeDeleted: false })
  if (family === undefined) throw refuse('There is no such family')
  const side = sideOf(user)
  if (side === undefined) return
  const others = [...(family[side] ?? [])].filter((member) => member !== userId)
  if (others.length >= most[side]) throw refuse(`The family has ${most[side]} ${side} already`)
}

/**
 * Lists a user in its family, if that is live and has room: a parent among the parents, a student among the students,
 * others where they are.
 */
export function enlist(tx: Transaction, zoo: Zoo, userId: string, user: Membership): void {
  if (user.familyId === undefined) return
  const side = sideOf(user)
  const isLive: Where<Family> = ({ softDelete }) => softDelete.ne(true)
  if (side === undefined) return tx.on(zoo.families).updateFields(user.familyId, {}, { if: isLive })
  const other = side === 'parents' ? 'students' : 'parents'
  tx.on(zoo.families).update(user.familyId, (lists) => [lists[side].add(userId), lists[other].delete(userId)], {
    if: (family) => {
      const list = family[side]
      return and(isLive(family), or(list.notExists(), list.contains(userId), list.size().lt(most[side])))
    },
  })
}

/** Takes users off the lists of a family that they do not name any more. */
export function unlist(
  tx: Transaction,
  zoo: Zoo,
  familyId: string,
  userIds: readonly string[],
  options: { readonly expectedVersion?: number } = {},
): void {
  const [first, ...others] = userIds
  if (first === undefined) return
  tx.on(zoo.families).update(
    familyId,
    ({ parents, students }) => [parents.delete(first, ...others), students.delete(first, ...others)],
    options,
  )
}

/** Makes users name a family, and takes them off the lists of those of the `live` families that they named before. */
export function adopt(
  tx: Transaction,
  zoo: Zoo,
  familyId: string,
  users: readonly User[],
  live: ReadonlySet<string>,
): void {
  for (const user of users) tx.on(zoo.users).updateFields(user.userId, { familyId }, { if: isMemberAsRead(user) })
  const moving = Map.groupBy(users, (user) => user.familyId)
  for (const [left, movers] of moving) {
    if (left === undefined || !live.has(left)) continue
    const ids = movers.map(({ userId }) => userId)
    unlist(tx, zoo, left, ids)
  }
}

/** Makes users who name a family stop naming it. The version of the family has to be held: it says that they still do. */
export function release(tx: Transaction, zoo: Zoo, users: readonly User[]): void {
  for (const { userId } of users) tx.on(zoo.users).update(userId, ({ familyId }) => [familyId.remove()])
}

/** Those of the users' families that are live. */
export async function liveFamilies(zoo: Zoo, users: readonly Pick<User, 'familyId'>[]): Promise<Set<string>> {
  const named = [...new Set(users.flatMap(({ familyId }) => familyId ?? []))]
  const found = await zoo.families.getMany(named, { includeDeleted: false })
  return new Set(found.flatMap((family) => family?.familyId ?? []))
}

/** The live ones of the users, by id. */
export async function liveUsers(zoo: Zoo, userIds: ReadonlySet<string>): Promise<Map<string, User>> {
  const found = await zoo.users.getMany([...userIds], { includeDeleted: false })
  return new Map(found.flatMap((user) => (user === undefined ? [] : [[user.userId, user] as const])))
}

/** A user who is live and names the family that it named when it was read. */
function isMemberAsRead({ familyId: before }: User): Where<User> {
  return ({ softDelete, familyId }) =>
    and(softDelete.ne(true), before === undefined ? familyId.notExists() : familyId.eq(before))
}

function sideOf({ userType, role }: Membership): Side | undefined {
  const kind = userType === 'none' ? role : userType
  return kind === 'parent' ? 'parents' : kind === 'student' ? 'students' : undefined
}
