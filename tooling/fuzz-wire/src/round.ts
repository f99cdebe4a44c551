import { agree, type KnownDifference, type Meeting } from './difference.ts'
import { garbage } from './generate/garbage.ts'
import { mutated } from './generate/mutate.ts'
import { type TableSchema, schemas } from './generate/schemas.ts'
import { validRequest } from './generate/valid-request.ts'
import type { World } from './generate/world.ts'
import type { Json, JsonObject } from './json.ts'
import { type Met, meet } from './meet.ts'
import { keyOfItem, makeTables, type Pair, repair } from './pair.ts'
import { Random } from './random.ts'
import { keyTextOf, stateText, type TableState } from './table-state.ts'
import type { Tally } from './tally.ts'
import type { WireRequest } from './wire-request.ts'

export interface RoundOptions {
  readonly pair: Pair
  readonly seed: number
  readonly requests: number
  readonly operations: readonly string[]
  readonly differences: readonly KnownDifference[]
  readonly tally: Tally
}

/** What nobody expected. */
export interface Finding extends Met {
  /** Why it is told, where it is not a difference. */
  readonly fault?: string
  /** What went before, to the same tables. */
  readonly earlier: readonly WireRequest[]
}

const mutatedShare = 0.18
const garbageShare = 0.04
const extraTables = ['extra-one', 'extra.two', 'Extra_three']
const slowMs = 5000

/** Some hundred requests to a few tables, each sent to both sides. Tells what is different and not known. */
export class Round {
  readonly #options: RoundOptions
  readonly #random: Random
  readonly #tables: readonly TableSchema[]
  readonly #world: World
  readonly #states: Map<string, TableState> = new Map()
  readonly #sent: WireRequest[] = []

  constructor(options: RoundOptions) {
    this.#options = options
    this.#random = new Random(options.seed)
    this.#tables = this.#random.some(schemas, 2, 3)
    this.#world = {
      random: this.#random,
      tables: this.#tables,
      startKeys: new Map(),
      withTokens: [],
      extraTables,
      keysThere: (table) => this.#keysOf(table),
    }
  }

  /** Calls `found` for each finding; ends where that says so. */
  async run(found: (finding: Finding) => boolean): Promise<void> {
    await this.#anew()
    for (let left = this.#options.requests; left > 0; left--) {
      const request = validRequest(this.#world, this.#options.operations)
      const kind = this.#random.next()
      const finding =
        kind < garbageShare
          ? await this.#sendGarbage(request)
          : await this.#send(kind < garbageShare + mutatedShare ? mutated(this.#world, request) : request)
      if (finding !== undefined && found(finding)) return
    }
  }

  async #anew(): Promise<void> {
    await makeTables(this.#options.pair, this.#tables)
    for (const { name } of this.#tables) this.#states.set(name, new Map())
    this.#world.startKeys.clear()
    this.#world.withTokens.length = 0
  }

  async #send(request: WireRequest): Promise<Finding | undefined> {
    const { pair, tally, differences } = this.#options
    this.#sent.push(request)
    const met = await meet(pair, request, this.#tables, new Map(this.#states))
    const { meeting, raw } = met
    tally.count(request.operation, raw.ours)
    this.#remember(meeting, raw.ours.body)
    if (meeting.ours.status >= 500) return this.#finding(met, 'ours failed')
    if (agree(meeting)) return undefined
    if (request.input['ClientRequestToken'] !== undefined) this.#forget(request.input['ClientRequestToken'])
    await this.#resynchronise(meeting)
    const known = differences.filter(({ isMetBy }) => isMetBy(meeting))
    for (const { rule } of known) tally.countKnown(rule)
    return known.length > 0 ? undefined : this.#finding(met)
  }

  /** Ours has to refuse it, soon and in a form that clients read. */
  async #sendGarbage(request: WireRequest): Promise<Finding | undefined> {
    const { pair, tally } = this.#options
    const body = garbage(this.#random, request)
    tally.garbage++
    const start = performance.now()
    const answer = await pair.ours.answer(request.operation, body)
    const fault =
      answer.status >= 500
        ? 'ours failed on garbage'
        : performance.now() - start > slowMs
          ? 'ours took long'
          : answer.status !== 200 && !answer.body.includes('"__type"')
            ? 'ours has no __type'
            : undefined
    if (answer.status === 200) await this.#anew() // it was no garbage after all
    if (fault === undefined) return undefined
    const input = { garbage: body.length > 3000 ? `${body.slice(0, 3000)}… (${body.length})` : body }
    const normal = { status: answer.status, body: answer.body }
    const meeting = {
      request: { ...request, input },
      ours: normal,
      theirs: normal,
      tables: this.#tables,
      before: new Map(),
      after: [],
    }
    return this.#finding({ meeting, raw: { ours: answer, theirs: answer } }, fault)
  }

  #remember({ request: { operation, input }, ours, after }: Meeting, body: string): void {
    for (const { table, ours: state } of after) this.#states.set(table, state)
    if ((operation !== 'Query' && operation !== 'Scan') || ours.status !== 200) return
    const start = (JSON.parse(body) as JsonObject)['LastEvaluatedKey']
    if (start === undefined) return
    const index = input['IndexName'] === undefined ? '' : `/${input['IndexName'] as string}`
    const target = `${input['TableName'] as string}${index}`
    this.#world.startKeys.set(target, [...(this.#world.startKeys.get(target) ?? []).slice(-5), start as JsonObject])
  }

  /** A transaction that one side has not done is not asked for again. */
  #forget(token: Json): void {
    const { withTokens } = this.#world
    const others = withTokens.filter(({ ClientRequestToken }) => ClientRequestToken !== token)
    withTokens.splice(0, withTokens.length, ...others)
  }

  /** So that one difference is not told a thousand times. */
  async #resynchronise({ request, after }: Meeting): Promise<void> {
    const isOfItems = after.length > 0 || /Item|Query|Scan/.test(request.operation)
    if (!isOfItems) return this.#anew()
    for (const { table, ours, theirs } of after) {
      if (stateText(ours) === stateText(theirs)) continue
      const schema = this.#tables.find(({ name }) => name === table)!
      if (!(await repair(this.#options.pair, schema, ours, theirs))) return this.#anew()
    }
  }

  #keysOf(table: string): readonly JsonObject[] {
    const schema = this.#tables.find(({ name }) => name === table)!
    return [...(this.#states.get(table) ?? new Map<string, JsonObject>()).values()]
      .toSorted((one, other) => (keyTextOf(schema, one) < keyTextOf(schema, other) ? -1 : 1))
      .map((item) => keyOfItem(schema, item))
  }

  #finding(met: Met, fault?: string): Finding {
    const names = this.#tables.map(({ name }) => `"${name}"`)
    const mine = names.filter((name) => JSON.stringify(met.meeting.request.input).includes(name))
    const earlier = this.#sent
      .slice(0, -1)
      .filter(({ input }) => mine.some((name) => JSON.stringify(input).includes(name)))
    return { ...met, ...(fault !== undefined && { fault }), earlier: earlier.slice(-20) }
  }
}
