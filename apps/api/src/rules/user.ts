import type { User } from '@cmz/cmz-tables'
import type { Zoo, ZooShape } from '../zoo.ts'
import { change, findLive } from './change.ts'
import { create, type NewFields } from './create.ts'
import { checkFamily, joinFamily, leaveFamily } from './membership.ts'
import type { Patch } from './merge-patch.ts'

type NewUser = NewFields<ZooShape<'users'>>

/** Which users to list; both together narrow. */
export interface UserFilter {
  readonly familyId?: string | undefined
  readonly email?: string | undefined
}

/** The live users by id; those of a family or with an e-mail address through their index. */
export async function listUsers(zoo: Zoo, { familyId, email }: UserFilter): Promise<User[]> {
  if (email === undefined && familyId === undefined) return zoo.users.list()
  const found =
    email === undefined
      ? zoo.users.each({ index: 'byFamily', key: { familyId: familyId! } })
      : zoo.users.each({
          index: 'byEmail',
          key: { email },
          ...(familyId !== undefined && { where: (user) => user.familyId.eq(familyId) }),
        })
  const users = await Array.fromAsync(found)
  return users.toSorted((left, right) => (left.userId < right.userId ? -1 : 1))
}

/** 409 if the id is taken, also by a deleted user; 400 unless the family exists. The family lists the user too. */
export function createUser(zoo: Zoo, input: NewUser): Promise<User> {
  return zoo.inTurn(async () => {
    const { familyId, role = 'visitor', userType = 'none' } = input
    await checkFamily(zoo, { role, userType, ...(familyId !== undefined && { familyId }) })
    const user = await create(zoo.users, input)
    await joinFamily(zoo, user)
    return user
  })
}

export function findUser(zoo: Zoo, userId: string): Promise<User> {
  return findLive(zoo.users, 'user', userId)
}

/** Merges the patch into the user; a change of family shows in both families. 404; 400 unless the new one exists. */
export function updateUser(zoo: Zoo, userId: string, patch: UserPatch): Promise<User> {
  return zoo.inTurn(async () => {
    const before = await findUser(zoo, userId)
    const familyId = patch.familyId === undefined ? before.familyId : (patch.familyId ?? undefined)
    const { role = before.role, userType = before.userType } = patch
    const moves = familyId !== before.familyId
    const joins = moves || role !== before.role || userType !== before.userType
    if (joins) await checkFamily(zoo, { role, userType, ...(familyId !== undefined && { familyId }) }, userId)
    // the old family first: a repeated request then finishes what a crash left half done
    if (moves && before.familyId !== undefined) await leaveFamily(zoo, userId, before.familyId)
    const user = await change(zoo.users, 'user', userId, () => patch)
    if (joins) await joinFamily(zoo, user)
    return user
  })
}

type UserPatch = Patch & {
  readonly familyId?: string | null | undefined
  readonly role?: User['role'] | undefined
  readonly userType?: User['userType'] | undefined
}

/** Hides the user, after the user's details; its family lists it no more. 404. */
export function deleteUser(zoo: Zoo, userId: string): Promise<void> {
  return zoo.inTurn(async () => {
    const { familyId } = await findUser(zoo, userId)
    for await (const { userDetailsId } of zoo.details.each({ index: 'byUser', key: { userId } })) {
      await zoo.details.softDelete(userDetailsId)
    }
    if (familyId !== undefined) await leaveFamily(zoo, userId, familyId)
    await zoo.users.softDelete(userId)
  })
}
