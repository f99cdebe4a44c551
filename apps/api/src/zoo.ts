import type { Actor, Database, Store, TableShape } from '@cmz/store'
import type { CmzTables } from '@cmz/cmz-tables'

type ShapeOf<T extends { readonly shape?: TableShape }> = NonNullable<T['shape']>

/** The zoo's stores, acting for somebody. */
export interface Zoo {
  readonly users: Store<ShapeOf<CmzTables['user']>>
  readonly details: Store<ShapeOf<CmzTables['userDetails']>>
  readonly families: Store<ShapeOf<CmzTables['family']>>
  readonly animals: Store<ShapeOf<CmzTables['animal']>>
  /** Does all of what is asked for in any of the stores, or nothing. */
  readonly transact: Database['transact']
}

/** The types of one of the zoo's tables. */
export type ZooShape<Name extends Exclude<keyof Zoo, 'transact'>> = NonNullable<Zoo[Name]['table']['shape']>

/** The zoo in a database; each request takes it for its own actor. */
export function openZoo(database: Database, tables: CmzTables): (actor: Actor) => Zoo {
  const users = database.store(tables.user)
  const details = database.store(tables.userDetails)
  const families = database.store(tables.family)
  const animals = database.store(tables.animal)
  return (actor) => ({
    users: users.as(actor),
    details: details.as(actor),
    families: families.as(actor),
    animals: animals.as(actor),
    transact: (build, options) => database.transact(build, options),
  })
}
