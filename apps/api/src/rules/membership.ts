import { type Family, maxParents, maxStudents, type User } from '@cmz/cmz-tables'
import { violates } from '../errors.ts'
import type { Zoo } from '../zoo.ts'
import { change, findLive } from './change.ts'
import type { Patch } from './merge-patch.ts'

/*
 * A user names its family, and a family lists its users: two items, and a crash may come between their writes. So a
 * family lists a user before the user names it, and a user stops naming a family before that takes it off its list.
 * Then a list may hold too many, never too few, and what the user says is right: whoever does not name the family is
 * left out when its lists are next written, and taken off them when the user joins another family or is deleted.
 */

/** How many members a family may have on each side. */
export const most = { parents: maxParents, students: maxStudents }

export type Side = keyof typeof most

export type Members = Readonly<Record<Side, ReadonlySet<string>>>

/** What of a user decides where it is listed. */
type Membership = Pick<User, 'role' | 'userType'> & { readonly familyId: string | undefined }

/** The ids of parents and students. */
export function membersOf({ parents = new Set(), students = new Set() }: Partial<Members>): Set<string> {
  return new Set([...parents, ...students])
}

/** The ids of the first without those of the second. */
export function minus(ids: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...ids].filter((id) => !others.has(id)))
}

/** The members of a family without those whom only its lists know: deleted users, and users of other families or none. */
export async function trueMembers(zoo: Zoo, family: Family): Promise<Members> {
  const listed = [...membersOf(family)]
  const users = await Promise.all(listed.map((userId) => zoo.users.get(userId, { includeDeleted: false })))
  const gone = new Set(listed.filter((_userId, index) => users[index]?.familyId !== family.familyId))
  return without(family, gone)
}

/** The patch that gives a family these members. A set is never empty: the last one to go takes the attribute along. */
export function listing(family: Family, members: Members): Patch {
  const changed = Object.entries(members).filter(([side, after]) => !equal(family[side as Side] ?? new Set(), after))
  return Object.fromEntries(changed.map(([side, after]) => [side, after.size === 0 ? null : after]))
}

/** 400 unless the user's family exists, is live and has room for one more on the user's side. */
export async function checkFamily(zoo: Zoo, user: Membership, userId?: string): Promise<void> {
  const { familyId } = user
  const side = sideOf(user)
  if (familyId === undefined) return
  const refuse = (message: string) => violates([{ field: 'familyId', value: familyId, message }])
  const family = await zoo.families.get(familyId, { includeDeleted: false })
  if (family === undefined) throw refuse('There is no such family')
  if (side === undefined) return
  const others = [...(await trueMembers(zoo, family))[side]].filter((member) => member !== userId)
  if (others.length >= most[side]) throw refuse(`The family has ${most[side]} ${side} already`)
}

/** Changes a user along with the lists of families: `after` is what the patch makes of the user. */
export async function move(zoo: Zoo, userId: string, after: Membership, patch: Patch): Promise<User> {
  await enlist(zoo, userId, after)
  const user = await change(zoo.users, 'user', userId, () => patch)
  await unlist(zoo, new Set([userId]), after.familyId)
  return user
}

/** Makes users whom a family lists name it, and takes them off the lists of all others. */
export async function adopt(zoo: Zoo, familyId: string, userIds: ReadonlySet<string>): Promise<void> {
  for (const userId of userIds) {
    const user = await zoo.users.get(userId, { includeDeleted: false })
    if (user !== undefined && user.familyId !== familyId) await change(zoo.users, 'user', userId, () => ({ familyId }))
  }
  await unlist(zoo, userIds, familyId)
}

/** Makes those of the users who are live and name the family stop naming it. */
export async function release(zoo: Zoo, familyId: string, userIds: Iterable<string>): Promise<void> {
  for (const userId of userIds) {
    const user = await zoo.users.get(userId, { includeDeleted: false })
    if (user?.familyId === familyId) await change(zoo.users, 'user', userId, () => ({ familyId: null }))
  }
}

/** Takes users off the lists of every live family but one. */
export async function unlist(zoo: Zoo, userIds: ReadonlySet<string>, except?: string): Promise<void> {
  for (const { familyId, ...lists } of await zoo.families.list()) {
    if (familyId === except || ![...membersOf(lists)].some((userId) => userIds.has(userId))) continue
    await change(zoo.families, 'family', familyId, (family) => listing(family, without(family, userIds)))
  }
}

/** Lists a user in its family: a parent among the parents, a student among the students, others where they are. */
async function enlist(zoo: Zoo, userId: string, user: Membership): Promise<void> {
  const side = sideOf(user)
  if (user.familyId === undefined || side === undefined) return
  const family = await findLive(zoo.families, 'family', user.familyId)
  const gone = minus(membersOf(family), membersOf(await trueMembers(zoo, family))).add(userId)
  await change(zoo.families, 'family', user.familyId, (each) => {
    const others = without(each, gone)
    return listing(each, { ...others, [side]: new Set([...others[side], userId]) })
  })
}

function sideOf({ userType, role }: Pick<User, 'role' | 'userType'>): Side | undefined {
  const kind = userType === 'none' ? role : userType
  return kind === 'parent' ? 'parents' : kind === 'student' ? 'students' : undefined
}

function without({ parents = new Set(), students = new Set() }: Family, gone: ReadonlySet<string>): Members {
  return { parents: minus(parents, gone), students: minus(students, gone) }
}

function equal(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && minus(left, right).size === 0
}
