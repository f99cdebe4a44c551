import { checkRoom, type UserDetails } from '@cmz/cmz-tables'
import { type NewItem, TransactionCanceledException } from '@cmz/store'
import { notFound, Problem, violates } from '../errors.ts'
import type { Zoo, ZooShape } from '../zoo.ts'
import { asRead, change } from './change.ts'
import type { Patch } from './merge-patch.ts'
import { undisturbed } from './undisturbed.ts'
import { findUser } from './user.ts'

type NewDetails = NewItem<ZooShape<'details'>>

export function listDetails(zoo: Zoo): Promise<UserDetails[]> {
  return zoo.details.list()
}

/** 404 unless the user exists; 409 if the user has live details. */
export async function createDetails(zoo: Zoo, input: NewDetails): Promise<UserDetails> {
  const { userId } = input
  checkUsage(userId, input.usage)
  checkRoom(input, zoo.details.table.name)
  const userDetailsId = zoo.details.newId()
  await undisturbed(async () => {
    await findUser(zoo, userId)
    try {
      await zoo.transact((tx) => {
        tx.on(zoo.details).create({ ...input, userDetailsId })
        // not just checked: who deletes the user at this moment has not seen these details, and has to look again
        tx.on(zoo.users).updateFields(userId, {}, { if: ({ softDelete }) => softDelete.ne(true) })
      })
    } catch (error) {
      throw hasDetails(userId, error) ?? error
    }
  })
  return (await zoo.details.get(userDetailsId))!
}

/** The live details of a user, or 404. */
export async function findDetails(zoo: Zoo, userId: string): Promise<UserDetails> {
  const { items } = await zoo.details.query({ index: 'byUser', key: { userId }, limit: 1 })
  if (items[0] === undefined) throw notFound('user details of user', userId)
  return items[0]
}

/** Merges the patch into the user's details. 404. */
export async function updateDetails(zoo: Zoo, userId: string, patch: DetailsPatch): Promise<UserDetails> {
  const { userDetailsId } = await findDetails(zoo, userId)
  checkUsage(userId, patch.usage)
  return change(zoo.details, 'user details', userDetailsId, patch)
}

type DetailsPatch = Patch & { readonly usage?: { readonly userId?: string | null | undefined } | null | undefined }

/** Hides the user's details. 404. */
export async function deleteDetails(zoo: Zoo, userId: string): Promise<void> {
  await undisturbed(async () => {
    const details = await findDetails(zoo, userId)
    await zoo.details.softDelete(details.userDetailsId, asRead(details))
  })
}

/** What to answer where a transaction was refused since the user has details. */
function hasDetails(userId: string, error: unknown): Problem | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined
  const taken = error.reasons.find((reason) => reason.taken !== undefined)?.taken
  return taken && new Problem(409, 'conflict', `User ${userId} has details already`, taken.holder, error)
}

function checkUsage(userId: string, usage: DetailsPatch['usage']): void {
  if (usage?.userId == null || usage.userId === userId) return
  throw violates([{ field: 'usage.userId', value: usage.userId, message: `is another user than ${userId}` }])
}
