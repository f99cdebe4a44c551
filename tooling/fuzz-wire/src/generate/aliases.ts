import type { JsonObject } from '../json.ts'
import type { Random } from '../random.ts'
import type { Place } from './places.ts'

const needsAlias = new Set(['name', 'key', 'at', 'size', 'a.b', '_u', 'n.m'])

/** The names and values that the expressions of one request stand for. */
export class Aliases {
  readonly #random: Random
  readonly #names: JsonObject = {}
  readonly #values: JsonObject = {}

  constructor(random: Random) {
    this.#random = random
  }

  /** How an expression says this attribute. */
  name(attribute: string): string {
    const plain = /^[a-zA-Z]\w*$/.test(attribute) && !needsAlias.has(attribute)
    if (plain && this.#random.chance(0.7)) return attribute
    const known = Object.keys(this.#names).find((alias) => this.#names[alias] === attribute)
    if (known !== undefined && this.#random.chance(0.9)) return known
    const alias = `#${this.#random.pick(['n', 'N', '0', '_'])}${Object.keys(this.#names).length}`
    this.#names[alias] = attribute
    return alias
  }

  path({ steps }: Place): string {
    return steps.reduce<string>((text, step, index) => {
      if (typeof step === 'number') return `${text}[${step}]`
      return `${text}${index === 0 ? '' : '.'}${this.name(step)}`
    }, '')
  }

  value(value: JsonObject): string {
    const alias = `:${this.#random.pick(['v', 'V', '1', '_'])}${Object.keys(this.#values).length}`
    this.#values[alias] = value
    return alias
  }

  /** What the request needs beside its expressions. */
  parameters(): JsonObject {
    return {
      ...(Object.keys(this.#names).length > 0 && { ExpressionAttributeNames: this.#names }),
      ...(Object.keys(this.#values).length > 0 && { ExpressionAttributeValues: this.#values }),
    }
  }
}
