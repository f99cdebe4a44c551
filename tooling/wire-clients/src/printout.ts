/** What a program prints: one line for each thing it saw, the same for the same thing. */
export class Printout {
  readonly lines: string[] = []

  /** Attributes come in no promised order: their names are sorted. */
  say(what: string, value?: unknown): void {
    this.lines.push(`${what}: ${inWords(value)}`)
  }

  /** What a request is refused with, by its name, and why each action of a transaction was. */
  async refused(what: string, request: Promise<unknown>): Promise<void> {
    try {
      this.say(what, await request)
    } catch (error) {
      const { name, code, CancellationReasons: reasons } = rootOf(error)
      this.say(
        what,
        [typeof code === 'string' ? code : name, ...(reasons ?? []).map((reason) => reason.Code)].join(' '),
      )
    }
  }
}

interface Refusal {
  readonly name: string
  /** The name in errors of the SDK v2 and of OneTable; a number in ElectroDB's. */
  readonly code?: string | number
  readonly cause?: unknown
  readonly CancellationReasons?: readonly { readonly Code?: string }[]
}

/** Clients wrap what the SDK threw. */
function rootOf(error: unknown): Refusal {
  const { cause } = error as Refusal
  return cause instanceof Error ? rootOf(cause) : (error as Refusal)
}

function inWords(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value, (_key, each: unknown) => plain(each))
}

/** dynoxide leaves members of sets in the order they were given in, which rule 1.18 does not. */
const setTags = new Set(['SS', 'NS', 'BS'])

function toSorted(value: unknown): unknown {
  return Array.isArray(value) ? value.toSorted((one, other) => (String(one) < String(other) ? -1 : 1)) : value
}

function plain(value: unknown): unknown {
  if (value instanceof Set) return { set: toSorted([...value]) }
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Uint8Array) return { bytes: [...value] }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).map(
    ([name, each]) => [name, setTags.has(name) ? toSorted(each) : each] as const,
  )
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
