import type { ShapeOf, Store } from '@cmz/store-core'
import type { Context } from '../scenario.ts'
import { animals } from './zoo.ts'

/** A store with one item, `leo`. */
export async function withLeo(
  { database, table }: Context,
  attributes: object,
): Promise<Store<ShapeOf<typeof animals>>> {
  const store = database().store(table(animals))
  await store.create({ animalId: 'leo', ...attributes })
  return store
}
