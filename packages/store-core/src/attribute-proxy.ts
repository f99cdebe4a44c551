import { nameFault } from './attribute-name.ts'
import { describeType } from './describe.ts'
import { ValidationException } from './errors.ts'
import type { Path } from './path.ts'

declare const kind: unique symbol

/** What stands for a value of the item, in place of a value that is given. */
export interface Reference<T> {
  readonly [kind]: T
}

/** What has a prototype of its own is no plain object, so nobody takes it for a value. */
const attributes = Object.freeze({})

const reference = Symbol('reference')

/** The path of an attribute, or of a place in it, as a builder names it; `undefined` for anything else. */
export function pathOf(input: unknown): Path | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  return (input as { readonly [reference]?: Path })[reference]
}

/** The attributes of an item by name, whatever it has; `operations` are what a place in it can be asked to do. */
export function attributesOfItem(table: string, operations: (path: Path) => object): object {
  return new Proxy(Object.create(attributes) as object, {
    get: (_target, name) =>
      typeof name === 'string' ? attribute([checkedName(name, table)], table, operations) : undefined,
  })
}

function attribute(path: Path, table: string, operations: (path: Path) => object): object {
  const member = (name: unknown): object => attribute([...path, checkedName(name, table)], table, operations)
  const own = {
    ...operations(path),
    [reference]: path,
    member,
    element(index: unknown): object {
      if (Number.isSafeInteger(index) && (index as number) >= 0) {
        return attribute([...path, index as number], table, operations)
      }
      throw new ValidationException(`A position in a list is a whole number from 0, not ${describeType(index)}`, {
        table,
      })
    },
  }
  return new Proxy(own, {
    get(target, name) {
      if (typeof name !== 'string') return target[name as unknown as keyof typeof target]
      return Object.hasOwn(target, name) ? target[name as keyof typeof target] : member(name)
    },
  })
}

/** The name, if an attribute or member can be called that (rule 1.21). */
function checkedName(name: unknown, table: string): string {
  const isText = typeof name === 'string' && name !== '' && name.isWellFormed()
  const fault = isText ? nameFault(name) : 'A name is a text of well-formed Unicode, and not empty'
  if (isText && fault === undefined) return name
  throw new ValidationException(fault!, { table })
}
