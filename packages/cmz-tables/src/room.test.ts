import { ValidationException } from '@cmz/store-core'
import { expect, it } from 'vitest'
import { checkRoom } from './room.ts'

it('refuses an item that its own deletion would make too large', () => {
  const item = (length: number) => ({ animalId: 'animal_a', personality: { story: 'x'.repeat(length) } })
  expect(() => checkRoom(item(400_000), 'animals')).not.toThrow()
  expect(() => checkRoom(item(409_000), 'animals')).toThrow(ValidationException)
})
