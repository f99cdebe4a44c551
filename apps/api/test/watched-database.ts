import type { Database, Store, Transaction } from '@cmz/store'

const writes: ReadonlySet<string | symbol> = new Set(['create', 'updateFields', 'update', 'softDelete', 'transact'])

/** A database that waits for `beforeWrite` before each write, of which a transaction is one. What it throws fails that. */
export function watched(database: Database, beforeWrite: () => Promise<unknown>): Database {
  const targets = new WeakMap<object, object>()
  const guarded = <T extends object>(target: T): T => {
    const proxy = new Proxy(target, {
      get(_target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          const call = (): unknown =>
            name === 'transact'
              ? database.transact(onTargets(args[0] as (tx: Transaction) => void))
              : Reflect.apply(value, target, args)
          if (writes.has(name)) return beforeWrite().then(call)
          return name === 'store' || name === 'as' ? guarded(call() as object) : call()
        }
      },
    })
    targets.set(proxy, target)
    return proxy
  }
  /** A transaction takes none but the stores themselves. */
  const onTargets =
    (build: (tx: Transaction) => void) =>
    (tx: Transaction): void =>
      build({ on: (store) => tx.on(targets.get(store) as Store<NonNullable<(typeof store)['table']['shape']>>) })
  return guarded(database)
}

/** A database whose writes fail from some write on, as they do for a process that was killed there. */
export interface CrashingDatabase {
  readonly database: Database
  /** Lets this many writes through and fails all later ones; Infinity: fails none. */
  readonly crashAfter: (writes: number) => void
}

export function crashing(database: Database): CrashingDatabase {
  let left = Infinity
  const beforeWrite = async (): Promise<void> => {
    if (left-- <= 0) throw new Error('The process was killed')
  }
  return {
    database: watched(database, beforeWrite),
    crashAfter: (count) => {
      left = count
    },
  }
}
