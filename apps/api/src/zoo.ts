import type { Actor, Database, Store, TableShape } from '@cmz/store'
import type { CmzTables } from '@cmz/cmz-tables'

type ShapeOf<T extends { readonly shape?: TableShape }> = NonNullable<T['shape']>

/** The zoo's stores, acting for somebody. */
export interface Zoo {
  readonly users: Store<ShapeOf<CmzTables['user']>>
  readonly details: Store<ShapeOf<CmzTables['userDetails']>>
  readonly families: Store<ShapeOf<CmzTables['family']>>
  readonly animals: Store<ShapeOf<CmzTables['animal']>>
  /**
   * Runs one after another what checks several items and then writes: between check and write nothing of this
   * process comes. Processes that share one DynamoDB table do not see each other's turns: there, two requests at once
   * may both pass a check that only one of them should, such as that a name is free.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T>
}

/** The types of one of the zoo's tables. */
export type ZooShape<Name extends Exclude<keyof Zoo, 'inTurn'>> = NonNullable<Zoo[Name]['table']['shape']>

/** The zoo in a database; each request takes it for its own actor. */
export function openZoo(database: Database, tables: CmzTables): (actor: Actor) => Zoo {
  const users = database.store(tables.user)
  const details = database.store(tables.userDetails)
  const families = database.store(tables.family)
  const animals = database.store(tables.animal)
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
  return (actor) => ({
    users: users.as(actor),
    details: details.as(actor),
    families: families.as(actor),
    animals: animals.as(actor),
    inTurn,
  })
}
