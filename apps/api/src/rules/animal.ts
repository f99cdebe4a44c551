import { type Animal, checkRoom } from '@cmz/cmz-tables'
import type { NewItem } from '@cmz/store'
import { Problem } from '../errors.ts'
import type { Zoo, ZooShape } from '../zoo.ts'
import { change, findLive } from './change.ts'
import type { Patch } from './merge-patch.ts'

type NewAnimal = NewItem<ZooShape<'animals'>>

/** The live animals by name, without regard to case; of one status where it is given. */
export async function listAnimals(zoo: Zoo, status?: Animal['status']): Promise<Animal[]> {
  const animals = await zoo.animals.list(status === undefined ? {} : { where: (animal) => animal.status.eq(status) })
  const named = animals.map((animal) => ({ animal, name: animal.name.toLowerCase() }))
  return named.toSorted((left, right) => compare(left.name, right.name)).map(({ animal }) => animal)
}

/** 409 if a live animal has the name; 422 for the status `deleted`. */
export function createAnimal(zoo: Zoo, input: NewAnimal): Promise<Animal> {
  checkStatus(input.status)
  return zoo.inTurn(async () => {
    checkRoom(input, zoo.animals.table.name)
    await checkName(zoo, input.name)
    return zoo.animals.create(input)
  })
}

export function findAnimal(zoo: Zoo, animalId: string): Promise<Animal> {
  return findLive(zoo.animals, 'animal', animalId)
}

/** Merges the patch into the animal. 404; 409 if another live animal has the name; 422 for the status `deleted`. */
export function updateAnimal(zoo: Zoo, animalId: string, patch: AnimalPatch): Promise<Animal> {
  return zoo.inTurn(async () => {
    await findAnimal(zoo, animalId)
    checkStatus(patch.status)
    if (patch.name !== undefined) await checkName(zoo, patch.name, animalId)
    return change(zoo.animals, 'animal', animalId, () => patch)
  })
}

type AnimalPatch = Patch & { readonly [P in 'name' | 'status']?: Animal[P] | undefined }

/** Hides the animal, then gives it the status `deleted`: no live animal ever has that. 404. */
export function deleteAnimal(zoo: Zoo, animalId: string): Promise<void> {
  return zoo.inTurn(async () => {
    await findAnimal(zoo, animalId)
    await zoo.animals.softDelete(animalId)
    await zoo.animals.updateFields(animalId, { status: 'deleted' })
  })
}

function checkStatus(status: string | undefined): void {
  if (status !== 'deleted') return
  throw new Problem(422, 'business_rule_violation', 'An animal gets the status deleted by DELETE only', {
    violations: [{ field: 'status', value: status, message: 'is set by DELETE only' }],
  })
}

async function checkName(zoo: Zoo, name: string, except?: string): Promise<void> {
  const same = (await zoo.animals.list()).find(
    (animal) => animal.animalId !== except && animal.name.toLowerCase() === name.toLowerCase(),
  )
  if (same === undefined) return
  const message = `There is an animal called ${same.name} already`
  throw new Problem(409, 'conflict', message, { violations: [{ field: 'name', value: name, message }] })
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
