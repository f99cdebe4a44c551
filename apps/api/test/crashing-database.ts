import type { Database, Store, Transaction } from '@cmz/store'

const writes: ReadonlySet<string | symbol> = new Set(['create', 'updateFields', 'update', 'softDelete', 'transact'])

/** A database whose writes fail from some write on, as they do for a process that was killed there. */
export interface CrashingDatabase {
  readonly database: Database
  /** Lets this many writes through, of which a transaction is one, and fails all later ones; Infinity: fails none. */
  readonly crashAfter: (writes: number) => void
}

export function crashing(database: Database): CrashingDatabase {
  let left = Infinity
  const targets = new WeakMap<object, object>()
  const guarded = <T extends object>(target: T): T => {
    const proxy = new Proxy(target, {
      get(_target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          if (writes.has(name) && left-- <= 0) return Promise.reject(new Error('The process was killed'))
          if (name === 'transact') return database.transact(onTargets(args[0] as (tx: Transaction) => void))
          const result: unknown = Reflect.apply(value, target, args)
          return name === 'store' || name === 'as' ? guarded(result as object) : result
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
  return {
    database: guarded(database),
    crashAfter: (count) => {
      left = count
    },
  }
}
