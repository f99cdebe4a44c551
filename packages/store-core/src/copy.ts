import type { Condition } from './condition.ts'
import { Decimal } from './decimal.ts'
import type { Update } from './update.ts'
import type { Item, Value } from './value.ts'

/** A deep copy, so that neither the caller nor the engine can change what the other holds. */
export function copyItem(item: Item): Item {
  return copyMap(item)
}

function copyMap(map: { readonly [name: string]: Value }): Item {
  const copy: Record<string, Value> = {}
  for (const name of Object.keys(map)) setOwn(copy, name, copyValue(map[name]!))
  return copy
}

/** A deep copy of an update or a condition, which are made of objects, lists and values. */
export function copyData<T extends Update | Condition>(data: T): T {
  return copyValue(data as unknown as Value) as unknown as T
}

/** A deep copy of one value. */
export function copyValue<V extends Value>(value: V): V
export function copyValue(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return copyList(value)
  if (value instanceof Decimal) return value
  if (value instanceof Uint8Array) return Uint8Array.from(value) // a Buffer's slice() would share its memory
  if (value instanceof Set) return copySet(value)
  return copyMap(value as Item)
}

function copyList(list: readonly Value[]): Value {
  const copy = list.slice()
  for (let index = 0; index < copy.length; index++) {
    const each = copy[index]!
    if (typeof each === 'object' && each !== null) copy[index] = copyValue(each)
  }
  return copy
}

function copySet(set: Set<string> | Set<Uint8Array> | Set<unknown>): Value {
  return new Set(
    [...set].map((member) => (member instanceof Uint8Array ? Uint8Array.from(member) : member)),
  ) as Set<string>
}

/** Sets an own property, also one called `__proto__`. */
export function setOwn<V>(target: Record<string, V>, name: string, value: V): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
  } else {
    target[name] = value
  }
}
