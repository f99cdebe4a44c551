import type { Item, Value } from './value.ts'

type MapValue = { readonly [name: string]: Value }
/** Makes an item of a map of one shape; `undefined` for any other value. */
type ShapeCode<C> = (map: object, context: C) => Item | undefined

/** What the code says where kinds of it differ, as text of JavaScript. */
export interface CodeKind {
  /** Whether `map` is a map indeed. */
  readonly isMap: string
  /** What becomes of a member: `value` names its variable. An attribute of an item is at level 1. */
  member(value: string, level: number): string
}

/** Names of a map, and the shapes of the maps in it. */
interface Shape {
  readonly [name: string]: Shape | null
}

/** A map of none of these shapes takes the long way. */
const mostShapes = 8
/** So many that did are looked at for their shape, and one in so many of the others: learning takes a while. */
const firstMisses = 2 * mostShapes
const missesPerShape = 1000
/** In characters of JSON; larger code takes longer to make than it ever saves. */
const longestShape = 10_000
/** More bytes than all names of a known shape have. */
export const maxNamesSize: number = 3 * longestShape
const mostKept = 1000

/** Code for shapes, by its text. */
const made = new Map<string, ShapeCode<never> | undefined>()

/**
 * Makes items of the maps of one table by code that was made for their shapes: it looks the shape over on the way.
 * Attributes have no order, so they come in the order in which the shape was first met.
 */
export class KnownShapes<C> {
  readonly #kind: CodeKind
  readonly #codes: ShapeCode<C>[] = []
  #misses = 0

  /** The code of the kind may use `context`, which is what `make` is given. */
  constructor(kind: CodeKind) {
    this.#kind = kind
  }

  /** An item of the members, or `undefined` if the shape is not known. */
  make(map: object, context: C): Item | undefined {
    const codes = this.#codes
    for (let index = 0; index < codes.length; index++) {
      const item = codes[index]!(map, context)
      if (item === undefined) continue
      if (index > 0) [codes[index - 1], codes[index]] = [codes[index]!, codes[index - 1]!] // the frequent come first
      return item
    }
    return undefined
  }

  /** Tells an item that `make` did not know. Its shape may take the place of the one that is met least. */
  learn(item: Item): void {
    if (++this.#misses > firstMisses && this.#misses % missesPerShape > 0) return
    const shape = shapeOf(item)
    const code = shape && codeOf<C>(shape, this.#kind)
    if (code === undefined || this.#codes.includes(code)) return
    if (this.#codes.length >= mostShapes) this.#codes.pop()
    this.#codes.push(code)
  }
}

/** `undefined` for a map with a name that means something to every object. */
function shapeOf(map: MapValue): Shape | undefined {
  const names = Object.keys(map)
  if (names.some((name) => name in Object.prototype)) return undefined
  return Object.fromEntries(
    names.map((name) => {
      const value = map[name]!
      return [name, isOrdinary(value) ? (shapeOf(value as MapValue) ?? null) : null]
    }),
  )
}

function isOrdinary(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** The code of a shape; `undefined` where it would be too long, or where the process makes no code from text. */
function codeOf<C>(shape: Shape, kind: CodeKind): ShapeCode<C> | undefined {
  if (JSON.stringify(shape).length > longestShape) return undefined
  const text = functionOf(shape, 1, kind)
  if (!made.has(text)) {
    if (made.size >= mostKept) made.clear()
    made.set(text, compile(text))
  }
  return made.get(text) as ShapeCode<C> | undefined
}

function compile<C>(text: string): ShapeCode<C> | undefined {
  try {
    // oxlint-disable-next-line no-implied-eval, no-new-func, typescript/no-implied-eval -- such code copies in a fifth of the time; names go into it as JSON only
    const make = new Function(`return ${text}`) as () => ShapeCode<C>
    return make()
  } catch (error) {
    if (error instanceof EvalError) return undefined
    throw error
  }
}

/** The text of a function for maps of a shape. A member that is of another kind than usual is taken as any value. */
function functionOf(shape: Shape, level: number, kind: CodeKind): string {
  const members = Object.entries(shape).map(([name, inner], index) => ({
    name: JSON.stringify(name),
    value: `v${index}`,
    inner: inner && { name: `inner${index}`, text: functionOf(inner, level + 1, kind) },
  }))
  const functions = members.map(({ inner }) => (inner ? `const ${inner.name} = ${inner.text}` : ''))
  const reads = members.map(({ name, value }) => `const ${value} = map[${name}]; if (${value} === undefined) return`)
  const literal = members.map(({ name, value, inner }) => {
    const member = `(${kind.member(value, level)})`
    const known = inner && `(typeof ${value} === 'object' && ${value} !== null && ${inner.name}(${value}, context)) || `
    return `${name}: ${known ?? ''}${member}`
  })
  return `(() => {
    ${functions.join('\n')}
    return (map, context) => {
      if (!(${kind.isMap})) return
      let count = 0
      for (const name in map) count++
      if (count !== ${members.length}) return
      ${reads.join('\n')}
      return { ${literal.join(', ')} }
    }
  })()`
}
