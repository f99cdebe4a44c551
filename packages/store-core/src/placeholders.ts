import type { Value } from './value.ts'

/**
 * The names and values of one request's expressions. Every name gets a placeholder, so that none can be a reserved
 * word (rule 4.20) or need quoting (rule 4.19); an equal name gets the same one.
 */
export class Placeholders {
  readonly #names = new Map<string, string>()
  readonly #values: Record<string, Value> = {}
  #valueCount = 0

  /** The placeholder of an attribute's or a member's name, such as `#a`. */
  name(name: string): string {
    let placeholder = this.#names.get(name)
    if (placeholder === undefined) {
      placeholder = `#${short(this.#names.size)}`
      this.#names.set(name, placeholder)
    }
    return placeholder
  }

  /** The placeholder of a value, such as `:a`. */
  value(value: Value): string {
    const placeholder = `:${short(this.#valueCount++)}`
    this.#values[placeholder] = value
    return placeholder
  }

  /** The names by their placeholders. */
  names(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#names].map(([name, placeholder]) => [placeholder, name]))
  }

  /** The values by their placeholders. */
  values(): Readonly<Record<string, Value>> {
    return this.#values
  }
}

/**
 * Short, since DynamoDB takes 4,096 bytes of an expression (rule 4.26), and never a digit first: a, b, …, z, a0, a1, …
 */
function short(count: number): string {
  const letters = 26
  if (count < letters) return (count + 10).toString(36)
  return short(Math.floor((count - letters) / 36)) + ((count - letters) % 36).toString(36)
}
