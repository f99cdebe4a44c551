import { copyItem, copyValue } from './copy.ts'
import { Decimal } from './decimal.ts'
import type { Item, Value } from './value.ts'

type MapValue = { readonly [name: string]: Value }
/** Copies a map of one shape; `undefined` for any other. */
type ShapeCopy = (map: MapValue) => MapValue | undefined

/** Names of a map, and the shapes of the maps in it. */
interface Shape {
  readonly [name: string]: Shape | null
}

/** Items of more shapes than these are copied member by member. */
const mostShapes = 4
const mostNames = 100
const mostKept = 1000

/** Code for shapes, by their JSON. */
const made = new Map<string, ShapeCopy | undefined>()

/**
 * Copies the items of one table: a deep copy, as `copyItem` makes it, by code that was made for the shape of the
 * items. It looks the shape over while it copies, and learns a new one when it meets it. Attributes have no order, so
 * those of a copy come in the order in which the shape was first met.
 */
export class Copier {
  readonly #shapes: ShapeCopy[] = []

  copy(item: Item): Item {
    const shapes = this.#shapes
    for (let index = 0; index < shapes.length; index++) {
      const copy = shapes[index]!(item)
      if (copy !== undefined) return copy
    }
    if (shapes.length < mostShapes) this.#learn(item)
    return copyItem(item)
  }

  #learn(item: Item): void {
    const shape = shapeOf(item)
    const copy = shape && shapeCopy(shape)
    if (copy !== undefined) this.#shapes.push(copy)
  }
}

/** What has names of its own: lists, sets, binaries and decimals. */
const others = [Array.prototype, Set.prototype, Uint8Array.prototype, new Decimal(0)] as const

/** `undefined` for a map that code could not tell from another value, or whose names mean something to every object. */
function shapeOf(map: MapValue): Shape | undefined {
  const names = Object.keys(map)
  if (names.length > mostNames || names.some((name) => name in Object.prototype)) return undefined
  if (names.every((name) => /^\d+$/.test(name) || others.some((other) => name in other))) return undefined
  return Object.fromEntries(
    names.map((name) => {
      const value = map[name]!
      const isMap = typeof value === 'object' && value !== null && value.constructor === Object
      return [name, isMap ? (shapeOf(value as MapValue) ?? null) : null]
    }),
  )
}

/** The code of a shape; `undefined` where the process makes no code from text. */
function shapeCopy(shape: Shape): ShapeCopy | undefined {
  const key = JSON.stringify(shape)
  if (!made.has(key)) {
    if (made.size >= mostKept) made.clear()
    made.set(key, compile(shape))
  }
  return made.get(key)
}

function compile(shape: Shape): ShapeCopy | undefined {
  try {
    // oxlint-disable-next-line no-implied-eval, no-new-func, typescript/no-implied-eval -- such code copies in a quarter of the time; names go into it as JSON only
    const make = new Function('copyValue', `return ${functionOf(shape)}`) as (copy: typeof copyValue) => ShapeCopy
    return make(copyValue)
  } catch (error) {
    if (error instanceof EvalError) return undefined
    throw error
  }
}

/** The text of a function that copies maps of a shape. A member that is of another kind than usual is copied as any value. */
function functionOf(shape: Shape): string {
  const members = Object.entries(shape).map(([name, inner], index) => ({
    name: JSON.stringify(name),
    value: `v${index}`,
    inner: inner && { copy: `copy${index}`, text: functionOf(inner) },
  }))
  const functions = members.map(({ inner }) => (inner ? `const ${inner.copy} = ${inner.text}` : ''))
  const reads = members.map(({ name, value }) => `const ${value} = map[${name}]; if (${value} === undefined) return`)
  const copies = members.map(({ name, value, inner }) => {
    const copy = inner ? `${inner.copy}(${value}) ?? copyValue(${value})` : `copyValue(${value})`
    return `${name}: typeof ${value} === 'object' && ${value} !== null ? ${copy} : ${value}`
  })
  return `(() => {
    ${functions.join('\n')}
    return (map) => {
      let count = 0
      for (const name in map) count++
      if (count !== ${members.length}) return
      ${reads.join('\n')}
      return { ${copies.join(', ')} }
    }
  })()`
}
