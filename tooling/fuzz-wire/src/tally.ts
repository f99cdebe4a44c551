import type { WireAnswer } from './wire-request.ts'

interface Count {
  sent: number
  succeeded: number
}

/** What was sent, and how it went. */
export class Tally {
  readonly operations: Map<string, Count> = new Map()
  /** How often each class of error was answered. */
  readonly errors: Map<string, number> = new Map()
  /** How often each known difference was met. */
  readonly known: Map<string, number> = new Map()
  garbage = 0

  get sent(): number {
    return this.garbage + this.#sum('sent')
  }

  /** Of the requests that are no garbage. */
  get share(): number {
    return this.#sum('succeeded') / this.#sum('sent')
  }

  count(operation: string, { status, body }: WireAnswer): void {
    const count = this.operations.get(operation) ?? { sent: 0, succeeded: 0 }
    this.operations.set(operation, count)
    count.sent++
    if (status === 200) count.succeeded++
    else add(this.errors, /"__type":"[^"]*#(\w+)"/.exec(body)?.[1] ?? `HTTP ${status}`)
  }

  countKnown(rule: string): void {
    add(this.known, rule)
  }

  /** One line for each operation, class of error and known difference. */
  lines(): readonly string[] {
    return [
      ...most(this.operations, ({ sent }) => sent).map(([name, { sent, succeeded }]) => {
        return `${name.padEnd(24)}${String(sent).padStart(8)} sent, ${percent(succeeded / sent)} succeed`
      }),
      `${'garbage, to us only'.padEnd(24)}${String(this.garbage).padStart(8)} sent`,
      '',
      ...most(this.errors, (count) => count).map(([name, count]) => `${name.padEnd(38)}${String(count).padStart(8)}`),
      '',
      ...most(this.known, (count) => count).map(
        ([rule, count]) => `${String(count).padStart(8)} known differences: ${rule}`,
      ),
    ]
  }

  #sum(member: keyof Count): number {
    return [...this.operations.values()].reduce((sum, count) => sum + count[member], 0)
  }
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function most<T>(counts: ReadonlyMap<string, T>, of: (count: T) => number): readonly (readonly [string, T])[] {
  return [...counts].toSorted(([, one], [, other]) => of(other) - of(one))
}
