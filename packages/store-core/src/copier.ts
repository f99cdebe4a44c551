import { copyItem, copyValue } from './copy.ts'
import { type CodeKind, KnownShapes } from './known-shapes.ts'
import type { Item } from './value.ts'

const copying: CodeKind = {
  isMap: 'map.constructor === Object', // of a value of the store; quicker than asking for the prototype
  member: (value) => `typeof ${value} === 'object' && ${value} !== null ? context(${value}) : ${value}`,
}

/**
 * Copies the items of one table: a deep copy, as `copyItem` makes it, by code that was made for the shapes of the
 * items. Attributes have no order, so those of a copy come in the order in which the shape was first met.
 */
export class Copier {
  readonly #shapes = new KnownShapes<typeof copyValue>(copying)

  copy(item: Item): Item {
    const known = this.#shapes.make(item, copyValue)
    if (known !== undefined) return known
    this.#shapes.learn(item)
    return copyItem(item)
  }
}
