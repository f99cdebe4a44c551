import type { User } from '@cmz/cmz-tables'
import type { NewItem } from '@cmz/store'
import type { Zoo, ZooShape } from '../zoo.ts'
import { change, findLive } from './change.ts'
import { checkFamily, move, unlist } from './membership.ts'
import type { Patch } from './merge-patch.ts'

type NewUser = NewItem<ZooShape<'users'>>

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
    const { familyId, ...fields } = input
    const { userId, role = 'visitor', userType = 'none' } = fields
    const after = { familyId, role, userType }
    await checkFamily(zoo, after)
    if (userId !== undefined) await settle(zoo, userId)
    const user = await zoo.users.create(fields)
    return familyId === undefined ? user : move(zoo, user.userId, after, { familyId })
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
    // also where it names that family already: a repeated request finishes what a crash left half done
    const moves = patch.familyId !== undefined || role !== before.role || userType !== before.userType
    if (!moves) return change(zoo.users, 'user', userId, () => patch)
    const after = { familyId, role, userType }
    await checkFamily(zoo, after, userId)
    return move(zoo, userId, after, patch)
  })
}

type UserPatch = Patch & {
  readonly familyId?: string | null | undefined
  readonly role?: User['role'] | undefined
  readonly userType?: User['userType'] | undefined
}

/** Hides the user, after the user's details; no family lists it any more. 404. */
export function deleteUser(zoo: Zoo, userId: string): Promise<void> {
  return zoo.inTurn(async () => {
    const { familyId, role, userType } = await findUser(zoo, userId)
    for await (const { userDetailsId } of zoo.details.each({ index: 'byUser', key: { userId } })) {
      await zoo.details.softDelete(userDetailsId)
    }
    await move(zoo, userId, { familyId: undefined, role, userType }, familyId === undefined ? {} : { familyId: null })
    await zoo.users.softDelete(userId)
  })
}

/** Takes a user, who may not even exist, off the lists of families it does not name: a crash may have left it there. */
async function settle(zoo: Zoo, userId: string): Promise<void> {
  const user = await zoo.users.get(userId, { includeDeleted: false })
  await unlist(zoo, new Set([userId]), user?.familyId)
}
