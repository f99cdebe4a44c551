import type { User } from '@cmz/cmz-tables'
import type { NewItem } from '@cmz/store'
import { conflict } from '../errors.ts'
import type { Zoo, ZooShape } from '../zoo.ts'
import { asRead, change, changesOf, findLive } from './change.ts'
import { checkFamily, enlist, liveFamilies, unlist } from './membership.ts'
import type { Patch } from './merge-patch.ts'
import { undisturbed } from './undisturbed.ts'

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
export async function createUser(zoo: Zoo, input: NewUser): Promise<User> {
  if (input.familyId === undefined) return zoo.users.create(input)
  const { userId = zoo.users.newId(), role = 'visitor', userType = 'none', familyId } = input
  const user = { familyId, role, userType }
  await undisturbed(async () => {
    await checkFamily(zoo, user)
    if (input.userId !== undefined && (await zoo.users.get(userId)) !== undefined) throw conflict({ userId })
    await zoo.transact((tx) => {
      tx.on(zoo.users).create({ ...input, userId })
      enlist(tx, zoo, userId, user)
    })
  })
  return (await zoo.users.get(userId))!
}

export function findUser(zoo: Zoo, userId: string): Promise<User> {
  return findLive(zoo.users, 'user', userId)
}

/** Merges the patch into the user; a change of family shows in both families. 404; 400 unless the new one exists. */
export async function updateUser(zoo: Zoo, userId: string, patch: UserPatch): Promise<User> {
  const isOfFamily = [patch.familyId, patch.role, patch.userType].some((value) => value !== undefined)
  if (!isOfFamily) return change(zoo.users, 'user', userId, patch)
  await undisturbed(async () => {
    const before = await findUser(zoo, userId)
    const { role = before.role, userType = before.userType } = patch
    const familyId = patch.familyId === undefined ? before.familyId : (patch.familyId ?? undefined)
    const after = { familyId, role, userType }
    const moves = patch.familyId !== undefined || role !== before.role || userType !== before.userType
    if (moves) await checkFamily(zoo, after, userId)
    const left = familyId === before.familyId ? new Set<string>() : await liveFamilies(zoo, [before])
    await zoo.transact((tx) => {
      tx.on(zoo.users).update(userId, changesOf(zoo.users, before, patch), asRead(before))
      if (moves) enlist(tx, zoo, userId, after)
      for (const each of left) unlist(tx, zoo, each, [userId])
    })
  })
  return (await zoo.users.get(userId))!
}

type UserPatch = Patch & {
  readonly familyId?: string | null | undefined
  readonly role?: User['role'] | undefined
  readonly userType?: User['userType'] | undefined
}

/** Hides the user and the user's details; no family lists it any more. 404. */
export async function deleteUser(zoo: Zoo, userId: string): Promise<void> {
  await undisturbed(async () => {
    const user = await findUser(zoo, userId)
    // not by the index: on DynamoDB it may not have details yet that were there before the user was read
    const ofUser = await zoo.details.list({ where: (details) => details.userId.eq(userId) })
    const left = await liveFamilies(zoo, [user])
    await zoo.transact((tx) => {
      for (const details of ofUser) tx.on(zoo.details).softDelete(details.userDetailsId, asRead(details))
      for (const familyId of left) unlist(tx, zoo, familyId, [userId])
      tx.on(zoo.users).softDelete(userId, asRead(user))
    })
  })
}
