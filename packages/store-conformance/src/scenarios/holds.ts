import type { Attribute, Condition, Value } from '@cmz/store-core'
import { expect } from 'vitest'
import type { Context } from '../scenario.ts'
import { all, animals, bytes } from './zoo.ts'

/** One item for each type that a value can have; `none` has no value at all. */
const items = [
  { animalId: 'binary', value: bytes(1, 2, 3) },
  { animalId: 'bits', value: bytes(254, 253) },
  { animalId: 'bool', value: true },
  { animalId: 'five', value: 5 },
  { animalId: 'list', value: ['lion', 5, ['x'], null] },
  { animalId: 'map', value: { lion: 1, deep: { number: 5 } } },
  { animalId: 'none' },
  { animalId: 'null', value: null },
  { animalId: 'numbers', value: new Set([5, 6]) },
  { animalId: 'strings', value: new Set(['lion', 'bear']) },
  { animalId: 'ten', value: 10 },
  { animalId: 'text', value: 'lion' },
] as const

export const everything: readonly string[] = items.map(({ animalId }) => animalId)
export const except = (...names: readonly string[]): readonly string[] =>
  everything.filter((name) => !names.includes(name))

type Asked = Attribute<NonNullable<Value>>

/** Asks every item, as a filter and as a condition of a write: both must single out the items named. */
export const holds =
  (ask: (value: Asked) => Condition, wanted: readonly string[]) =>
  async ({ database, table }: Context): Promise<void> => {
    const store = database().store(table(animals))
    await store.writeMany({ put: items })
    const where = ({ value }: { readonly [attribute: string]: Asked }): Condition => ask(value!)
    expect(all(await store.list({ where }), 'animalId'), 'where').toEqual(wanted)
    const written = await Promise.all(
      everything.map(async (animalId) => {
        return store.updateFields(animalId, { written: true }, { if: where }).then(
          () => [animalId],
          (error: Error) => {
            if (error.name !== 'ConditionalCheckFailedException') throw error
            return []
          },
        )
      }),
    )
    expect(written.flat(), 'if').toEqual(wanted)
  }
