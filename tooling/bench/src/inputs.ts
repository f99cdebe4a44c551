import { familyIdOf, familySize, type Fields, fieldsOf, type User, userIdOf, userOf } from './items.ts'
import { random } from './random.ts'

/** What the calls of one round are given, at random over all items; the same for everybody. They begin again at the end. */
export interface Inputs {
  readonly keys: readonly string[]
  readonly families: readonly string[]
  /** New versions of items that exist; every eighth moves to another family. */
  readonly users: readonly User[]
  readonly fields: readonly Fields[]
}

export interface InputsWanted {
  readonly items: number
  readonly round: number
  /** How many of each; none by default. */
  readonly keys?: number
  readonly families?: number
  readonly users?: number
  readonly fields?: number
}

const movesEvery = 8

export function inputsOf({ items, round, keys = 0, families = 0, users = 0, fields = 0 }: InputsWanted): Inputs {
  const next = random(round + 1)
  const position = (): number => Math.floor(next() * items)
  const lastFamily = Math.ceil(items / familySize)
  return received({
    keys: Array.from({ length: keys }, () => userIdOf(position())),
    families: Array.from({ length: families }, () => familyIdOf(Math.floor(next() * lastFamily))),
    users: Array.from({ length: users }, (_each, index) => {
      const at = position()
      const family = index % movesEvery === 0 ? Math.floor(next() * lastFamily) : Math.floor(at / familySize)
      return userOf(at, versionIn(round, index), family)
    }),
    fields: Array.from({ length: fields }, (_each, index) => fieldsOf(index, versionIn(round, index))),
  })
}

/** The keys of items, as they come in over a network. */
export function keysAt(positions: readonly number[]): readonly string[] {
  return received(positions.map(userIdOf))
}

function versionIn(round: number, index: number): number {
  return 1 + ((round * 31 + index) % 100)
}

/** The same as if they had come in over a network: flat strings that nobody has looked up anything by yet. */
function received<T>(values: T): T {
  return JSON.parse(JSON.stringify(values)) as T
}
