import { assignments, type Item, type TableDefinition, type WriteRequest } from '@cmz/store-core'
import type { DurabilityLevel } from '../src/directory.ts'
import { Life } from './crash-life.ts'
import { all, alter, type Effect, ensure, reset, write } from './crash-model.ts'
import { dataset, newDisk, type OpenedStore, openStore, tables, widerTable } from './crash-store.ts'
import { ForgetfulDisk } from './forgetful-disk.ts'
import { isDeath } from './machine.ts'
import { passIdleTime, startTime } from './own-time.ts'
import { Seeded } from './seeded.ts'

/** Lives through a random history without a power cut. `site` names the line of code that syncs. */
export async function liveThrough(seed: number, durability: DurabilityLevel, site?: () => string): Promise<Life> {
  const random = new Seeded(seed)
  startTime(seed)
  const life = new Life(ForgetfulDisk.start(newDisk, random, site), durability, new Map())
  const isShared = random.chance(0.3)
  const processes = [0, 1].slice(0, isShared ? 2 : 1).map((number) => new Process(life, random, number))
  if (isShared && random.chance(0.5)) processes[1]!.disk.dieAt(15 + random.below(50))
  if (!isShared && random.chance(0.1)) processes[0]!.sharing = 'exclusive'
  await Promise.all(processes.map((process) => process.live(isShared ? 2 + random.below(4) : 3 + random.below(7))))
  const warnings = processes.flatMap((process) => process.warnings)
  if (warnings.length > 0) throw new Error(`warned without a reason: ${warnings.join('; ')}`)
  return life
}

/** Lives on while one process is killed at that step and another goes on from there. */
export async function liveAfterDeath(step: number, durability: DurabilityLevel, site?: () => string): Promise<Life> {
  const random = new Seeded(step)
  startTime(step)
  const life = new Life(ForgetfulDisk.start(newDisk, random, site), durability, new Map())
  const [first, second] = [new Process(life, random, 0), new Process(life, random, 1)]
  first.disk.dieAt(step)
  await first.goOn()
  await second.goOn()
  return life
}

/** One process of a history. */
export class Process {
  readonly disk: ForgetfulDisk
  readonly warnings: string[] = []
  sharing: 'shared' | 'exclusive' = 'shared'
  readonly #life: Life
  readonly #random: Seeded
  readonly #number: number
  readonly #foldBytes: number | undefined
  #opened: OpenedStore | undefined
  #tables: TableDefinition[] = []
  #value = 0

  constructor(life: Life, random: Seeded, number: number) {
    this.#life = life
    this.#random = random
    this.#number = number
    this.disk = life.disk.anotherProcess(number)
    this.#foldBytes = random.pick([undefined, 300, 800])
  }

  /** Does so many things, one after the other, and closes the store; unless it is killed. */
  async live(actions: number): Promise<void> {
    await this.#untilDeath(async () => {
      await this.#open()
      for (let count = 0; count < actions; count++) await this.#act()
    })
  }

  /** Does a few things that every store must be able to do, and closes it; unless it is killed. */
  async goOn(opened?: OpenedStore): Promise<void> {
    await this.#untilDeath(async () => {
      if (opened === undefined) await this.#open()
      else this.#opened = opened
      await this.#ensure()
      await this.#together([() => this.#write(), () => this.#transact()])
      await this.#together([() => this.#fold(), () => this.#write(), () => this.#transact(), () => this.#write()])
      await this.#alter()
      await this.#reopen()
      await this.#write()
    })
  }

  async #untilDeath(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      await this.#store.close()
    } catch (error) {
      await this.#opened?.driver.close().catch(() => undefined)
      if (!isDeath(error)) throw error
    }
  }

  get #store(): OpenedStore['driver'] {
    return this.#opened!.driver
  }

  async #act(): Promise<void> {
    const choice = this.#random.next()
    if (choice < 0.3) await this.#write()
    else if (choice < 0.42) await this.#transact()
    else if (choice < 0.65) await this.#together([() => this.#write(), () => this.#write(), () => this.#transact()])
    else if (choice < 0.75) await this.#fold()
    else if (choice < 0.8) await this.#together([() => this.#fold(), () => this.#write(), () => this.#write()])
    else if (choice < 0.85) await this.#together([() => this.#fold(), () => this.#alter(), () => this.#write()])
    else if (choice < 0.88) await this.#alter()
    else if (choice < 0.9) passIdleTime()
    else if (choice < 0.93) await this.#reopen()
    else if (choice < 0.96) await this.#ensure()
    else await this.#life.call(this.#number, 'reset', reset(dataset), () => this.#store.reset!())
  }

  async #open(): Promise<void> {
    this.#opened = await openStore({
      disk: this.disk,
      durability: this.#life.durability,
      foldBytes: this.#foldBytes,
      sharing: this.sharing,
      warn: (message) => this.disk.isDead || this.warnings.push(message),
    })
    this.#tables = []
    await this.#ensure()
  }

  async #reopen(): Promise<void> {
    await this.#store.close()
    await this.#open()
  }

  async #ensure(): Promise<void> {
    const added = this.#random.chance(0.3) ? tables : [this.#random.pick(tables)]
    const isWider = this.#random.chance(0.2)
    const definitions = isWider ? [...added.filter(({ name }) => name !== widerTable.name), widerTable] : added
    await this.#life.call(this.#number, 'ensure', ensure(definitions, dataset), () =>
      this.#store.ensureTable(...definitions),
    )
    for (const table of definitions) if (!this.#tables.some(({ name }) => name === table.name)) this.#tables.push(table)
  }

  /** Drops a table and makes it again, or alters it. */
  async #alter(): Promise<void> {
    const { name } = this.#random.pick(this.#tables)
    const before = this.#random.chance(0.7) ? [null] : []
    const after = this.#random.chance(0.8)
      ? [this.#random.pick([tables, [widerTable]]).find((each) => each.name === name)]
      : []
    for (const definition of [...before, ...after]) {
      if (definition === undefined) continue
      const settings = this.#random.chance(0.5) ? { n: ++this.#value } : {}
      const table = definition && { definition, settings }
      const effect = alter(name, definition && { indexes: Object.keys(definition.indexes), settings }, dataset)
      await this.#life.call(this.#number, 'ensure', effect, () =>
        this.#opened!.engine.alterTable(name, () => ({ table, result: undefined })),
      )
      if (this.#random.chance(0.3)) await this.#write()
    }
  }

  async #write(): Promise<void> {
    const { request, effect } = this.#request()
    await this.#life.call(this.#number, 'write', effect, () => this.#store.write(request))
  }

  async #transact(): Promise<void> {
    const requests = Array.from({ length: 2 + this.#random.below(3) }, () => this.#request())
    const parts = [...new Map(requests.map((each) => [each.place, each])).values()]
    const effect = all(
      parts.map(({ request }) => request.table.name),
      parts.map((part) => part.effect),
    )
    await this.#life.call(this.#number, 'write', effect, () =>
      this.#store.transactWrite(parts.map(({ request }) => request)),
    )
  }

  async #fold(): Promise<void> {
    await this.#life.fold(() => this.#store.fold!())
  }

  /** Does all of it, some at once and some a little later. */
  async #together(acts: readonly (() => Promise<void>)[]): Promise<void> {
    await Promise.all(acts.map((act) => (this.#random.chance(0.5) ? act() : this.disk.pause().then(act))))
  }

  #request(): { readonly place: string; readonly request: WriteRequest; readonly effect: Effect } {
    const table = this.#random.pick(this.#tables)
    const id = `k${this.#random.below(4)}`
    const n = `${this.#number}.${++this.#value}`
    const place = `${table.name}/${id}`
    const choice = this.#random.next()
    if (choice < 0.2) {
      return { place, request: { kind: 'delete', table, key: { id } }, effect: write(table.name, id, null) }
    }
    if (choice < 0.5) {
      const request: WriteRequest = { kind: 'update', table, key: { id }, update: assignments({ n }) }
      return { place, request, effect: write(table.name, id, { id, n }, true) }
    }
    const item: Item = { id, n, text: 'x'.repeat(1 + this.#random.below(this.#random.chance(0.2) ? 400 : 20)) }
    return { place, request: { kind: 'put', table, item }, effect: write(table.name, id, item) }
  }
}
