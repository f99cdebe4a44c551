import type { Database } from '@cmz/store'

const writes: ReadonlySet<string | symbol> = new Set(['create', 'put', 'updateFields', 'softDelete'])

/** A database whose writes fail from some write on, as they do for a process that was killed there. */
export interface CrashingDatabase {
  readonly database: Database
  /** Lets this many writes through and fails all later ones; Infinity: fails none. */
  readonly crashAfter: (writes: number) => void
}

export function crashing(database: Database): CrashingDatabase {
  let left = Infinity
  const guarded = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          if (writes.has(name) && left-- <= 0) return Promise.reject(new Error('The process was killed'))
          const result: unknown = Reflect.apply(value, target, args)
          return name === 'store' || name === 'as' ? guarded(result as object) : result
        }
      },
    })
  return {
    database: guarded(database),
    crashAfter: (count) => {
      left = count
    },
  }
}
