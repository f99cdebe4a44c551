import { ConditionalCheckFailedException, TransactionCanceledException } from '@cmz/store'
import { expect, it } from 'vitest'
import { undisturbed } from './undisturbed.ts'

const taken = { attribute: 'name', value: 'leo', holder: { animalId: 'animal_leo' } }

it.each([
  new ConditionalCheckFailedException({}),
  new TransactionCanceledException([{ code: 'None' }, { code: 'ConditionalCheckFailed' }]),
  new TransactionCanceledException([{ code: 'TransactionConflict' }]),
])('begins anew after %s, and gives up after ten tries', async (error) => {
  let tries = 0
  const once = await undisturbed(async () => {
    if (tries++ === 0) throw error
    return 'done'
  })
  expect([once, tries]).toEqual(['done', 2])
  tries = 0
  const never = undisturbed(async () => {
    tries++
    throw error
  })
  await expect(never).rejects.toBe(error)
  expect(tries).toBe(10)
})

it.each([
  new ConditionalCheckFailedException({ taken }),
  new TransactionCanceledException([{ code: 'ConditionalCheckFailed', taken }, { code: 'None' }]),
  new TransactionCanceledException([{ code: 'ValidationError' }, { code: 'ConditionalCheckFailed' }]),
  new Error('The disk is full'),
])('does not try again what others did not cause: %s', async (error) => {
  let tries = 0
  const work = async (): Promise<never> => {
    tries++
    throw error
  }
  await expect(undisturbed(work)).rejects.toBe(error)
  expect(tries).toBe(1)
})
