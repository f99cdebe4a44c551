import { type Animal, checkRoom } from '@cmz/cmz-tables'
import { ConditionalCheckFailedException, type NewItem } from '@cmz/store'
import { Problem } from '../errors.ts'
import type { Zoo, ZooShape } from '../zoo.ts'
import { asRead, change, findLive } from './change.ts'
import type { Patch } from './merge-patch.ts'
import { undisturbed } from './undisturbed.ts'

type NewAnimal = NewItem<ZooShape<'animals'>>

/** The live animals by name, without regard to case; of one status where it is given. */
export async function listAnimals(zoo: Zoo, status?: Animal['status']): Promise<Animal[]> {
  const animals = await zoo.animals.list(status === undefined ? {} : { where: (animal) => animal.status.eq(status) })
  const named = animals.map((animal) => ({ animal, name: animal.name.toLowerCase() }))
  return named.toSorted((left, right) => compare(left.name, right.name)).map(({ animal }) => animal)
}

/** 409 if a live animal has the name; 422 for the status `deleted`. */
export async function createAnimal(zoo: Zoo, input: NewAnimal): Promise<Animal> {
  checkStatus(input.status)
  checkRoom(input, zoo.animals.table.name)
  return orNameTaken(zoo, input.name, zoo.animals.create(input))
}

export function findAnimal(zoo: Zoo, animalId: string): Promise<Animal> {
  return findLive(zoo.animals, 'animal', animalId)
}

/** Merges the patch into the animal. 404; 409 if another live animal has the name; 422 for the status `deleted`. */
export async function updateAnimal(zoo: Zoo, animalId: string, patch: AnimalPatch): Promise<Animal> {
  await findAnimal(zoo, animalId)
  checkStatus(patch.status)
  return orNameTaken(zoo, patch.name, change(zoo.animals, 'animal', animalId, patch))
}

type AnimalPatch = Patch & { readonly [P in 'name' | 'status']?: Animal[P] | undefined }

/** Hides the animal, then gives it the status `deleted`: no live animal ever has that. 404. */
export async function deleteAnimal(zoo: Zoo, animalId: string): Promise<void> {
  await undisturbed(async () => zoo.animals.softDelete(animalId, asRead(await findAnimal(zoo, animalId))))
  await zoo.animals.updateFields(animalId, { status: 'deleted' })
}

function checkStatus(status: string | undefined): void {
  if (status !== 'deleted') return
  throw new Problem(422, 'business_rule_violation', 'An animal gets the status deleted by DELETE only', {
    violations: [{ field: 'status', value: status, message: 'is set by DELETE only' }],
  })
}

/** 409 where the writing of an animal is refused since another one has the name. */
async function orNameTaken(zoo: Zoo, name: string | undefined, writing: Promise<Animal>): Promise<Animal> {
  try {
    return await writing
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.taken === undefined) throw error
    const { animalId } = error.taken.holder
    const holder = await zoo.animals.get(animalId as string)
    const message = `There is an animal called ${holder?.name ?? name} already`
    throw new Problem(409, 'conflict', message, { violations: [{ field: 'name', value: name, message }] }, error)
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
