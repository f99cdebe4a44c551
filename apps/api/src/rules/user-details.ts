import { checkRoom, type UserDetails } from '@cmz/cmz-tables'
import type { NewItem } from '@cmz/store'
import { notFound, Problem, violates } from '../errors.ts'
import type { Zoo, ZooShape } from '../zoo.ts'
import { change } from './change.ts'
import type { Patch } from './merge-patch.ts'
import { findUser } from './user.ts'

type NewDetails = NewItem<ZooShape<'details'>>

export function listDetails(zoo: Zoo): Promise<UserDetails[]> {
  return zoo.details.list()
}

/** 404 unless the user exists; 409 if the user has live details. */
export function createDetails(zoo: Zoo, input: NewDetails): Promise<UserDetails> {
  const { userId } = input
  checkUsage(userId, input.usage)
  return zoo.inTurn(async () => {
    checkRoom(input, zoo.details.table.name)
    await findUser(zoo, userId)
    const existing = await detailsOf(zoo, userId)
    if (existing === undefined) return zoo.details.create(input)
    throw new Problem(409, 'conflict', `User ${userId} has details already`, { userDetailsId: existing.userDetailsId })
  })
}

/** The live details of a user, or 404. */
export async function findDetails(zoo: Zoo, userId: string): Promise<UserDetails> {
  const details = await detailsOf(zoo, userId)
  if (details === undefined) throw notFound('user details of user', userId)
  return details
}

/** Merges the patch into the user's details. 404. */
export function updateDetails(zoo: Zoo, userId: string, patch: DetailsPatch): Promise<UserDetails> {
  return zoo.inTurn(async () => {
    const { userDetailsId } = await findDetails(zoo, userId)
    checkUsage(userId, patch.usage)
    return change(zoo.details, 'user details', userDetailsId, () => patch)
  })
}

type DetailsPatch = Patch & { readonly usage?: { readonly userId?: string | null | undefined } | null | undefined }

/** Hides the user's details. 404. */
export function deleteDetails(zoo: Zoo, userId: string): Promise<void> {
  return zoo.inTurn(async () => {
    const { userDetailsId } = await findDetails(zoo, userId)
    await zoo.details.softDelete(userDetailsId)
  })
}

async function detailsOf(zoo: Zoo, userId: string): Promise<UserDetails | undefined> {
  const { items } = await zoo.details.query({ index: 'byUser', key: { userId }, limit: 1 })
  return items[0]
}

function checkUsage(userId: string, usage: DetailsPatch['usage']): void {
  if (usage?.userId == null || usage.userId === userId) return
  throw violates([{ field: 'usage.userId', value: usage.userId, message: `is another user than ${userId}` }])
}
