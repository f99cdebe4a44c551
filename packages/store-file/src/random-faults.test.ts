import { defineTable, type Driver, StoreError } from '@cmz/store-core'
import { type Engine, EngineDriver, type TableState } from '@cmz/store-memory'
import * as fc from 'fast-check'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { FaultyDisk, failNth } from '../test/faulty-disk.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { type DurabilityLevel, openFileEngine } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

/** What an alteration makes of the table: with an index or without, and told by its settings which. */
function altered(n: number): TableState {
  const indexes = n % 2 ? { byN: { partitionKey: { name: 'n', type: 'N' } } as const } : {}
  return { definition: defineTable({ ...table, indexes }), settings: { n } }
}

const id = fc.constantFrom('a', 'b', 'c')
const command = fc.record({
  who: fc.nat({ max: 1 }),
  what: fc.oneof(
    { weight: 5, arbitrary: fc.record({ put: id, n: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ purge: id }) },
    { weight: 3, arbitrary: fc.constant('fold' as const) },
    { weight: 1, arbitrary: fc.constant('reopen' as const) },
    { weight: 1, arbitrary: fc.constant('reset' as const) },
    { weight: 1, arbitrary: fc.constant('drop' as const) },
    { weight: 1, arbitrary: fc.record({ alter: fc.nat() }) },
  ),
  /** Which call of the disk fails meanwhile; `lasting` for all that follow. */
  fault: fc.option(
    fc.record({
      at: fc.nat({ max: 60 }),
      code: fc.constantFrom('EIO', 'ENOSPC', 'EMFILE'),
      partly: fc.boolean(),
      lasting: fc.boolean(),
    }),
    { freq: 3, nil: undefined },
  ),
})

beforeEach(() => {
  // what the upkeep does by itself would make a run another one when it is run again
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
})

/** A process that opens the folder again where it was closed. */
class Process {
  readonly disk: FaultyDisk = new FaultyDisk()
  readonly warnings: string[] = []
  readonly #dir: string
  readonly #durability: DurabilityLevel
  #opened: { readonly driver: Driver; readonly engine: Engine } | undefined

  constructor(dir: string, durability: DurabilityLevel) {
    this.#dir = dir
    this.#durability = durability
  }

  async driver(): Promise<Driver> {
    const { driver } = await this.#open()
    await driver.ensureTable(table) // the other one may have dropped it
    return driver
  }

  async alter(state: TableState | null): Promise<void> {
    const { engine } = await this.#open()
    await engine.alterTable(table.name, () => ({ table: state, result: undefined }))
  }

  /** The number in the settings of the table; its indexes are those that belong to that. */
  async number(): Promise<unknown> {
    await this.driver()
    const { settings, definition } = this.#opened!.engine.table(table.name)
    expect(Object.keys(definition.indexes)).toHaveLength(Number(settings['n'] ?? 0) % 2)
    return settings['n']
  }

  async #open(): Promise<{ readonly driver: Driver; readonly engine: Engine }> {
    if (this.#opened !== undefined) return this.#opened
    const warn = (message: string): void => void this.warnings.push(message)
    const options = { dir: this.#dir, disk: this.disk, durability: this.#durability, warn }
    const { engine, ...handle } = await openFileEngine(options)
    const driver = new EngineDriver(engine, { transactions: true }, () => handle.close())
    return (this.#opened = { driver, engine })
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    await opened?.driver.close()
  }
}

async function failed(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return false
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError)
    return true
  }
}

it.each<DurabilityLevel>(['process', 'disk'])(
  'whatever fails and when, what was acknowledged is there, for everybody, and all goes on (%s)',
  async (durability) => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 20 }), async (commands) => {
        const dir = await temporaryFolder()
        const processes = [new Process(dir, durability), new Process(dir, durability)] as const
        await processes[0].driver()
        /** What each item may be; more than one thing only after a write that failed. */
        const model = new Map<string, readonly (number | undefined)[]>()
        /** The same of the number in the settings. */
        let numbers: readonly unknown[] = [undefined]
        for (const { who, what, fault } of commands) {
          const acting = processes[who]!
          if (fault !== undefined) failNth(acting.disk, fault.at, fault)
          if (what === 'fold') await failed(async () => (await acting.driver()).fold!())
          else if (what === 'reopen') await failed(() => acting.close())
          else if (what === 'reset') {
            const hasFailed = await failed(async () => (await acting.driver()).reset!())
            for (const [key, values] of model) model.set(key, hasFailed ? [...values, undefined] : [undefined])
          } else if (what === 'drop') {
            const hasFailed = await failed(() => acting.alter(null))
            for (const [key, values] of model) model.set(key, hasFailed ? [...values, undefined] : [undefined])
            numbers = hasFailed ? [...numbers, undefined] : [undefined]
          } else if ('alter' in what) {
            const hasFailed = await failed(() => acting.alter(altered(what.alter)))
            numbers = hasFailed ? [...numbers, what.alter] : [what.alter]
          } else {
            const [key, value] = 'put' in what ? [what.put, what.n] : [what.purge, undefined]
            const hasFailed = await failed(async () =>
              (await acting.driver()).write(
                'put' in what
                  ? { kind: 'put', table, item: { id: what.put, n: what.n } }
                  : { kind: 'delete', table, key: { id: what.purge } },
              ),
            )
            model.set(key, hasFailed ? [...(model.get(key) ?? [undefined]), value] : [value])
          }
          acting.disk.fails = () => undefined
          for (const each of processes) {
            await new Promise(setImmediate) // nothing comes from another process within one turn
            const { items } = await (await each.driver()).scan({ table })
            const found = new Map(items.map((item) => [item['id'] as string, item['n'] as number]))
            for (const key of ['a', 'b', 'c']) {
              expect(model.get(key) ?? [undefined]).toContain(found.get(key))
              model.set(key, [found.get(key)]) // from here on nobody may see anything else
            }
            const number = await each.number()
            expect(numbers).toContain(number)
            numbers = [number]
          }
        }
        for (const each of processes) await each.close()
        const last = new Process(dir, durability)
        const { items } = await (await last.driver()).scan({ table })
        const found = new Map(items.map((item) => [item['id'], item['n']]))
        for (const [key, [value]] of model) expect(found.get(key)).toBe(value)
        expect(numbers).toEqual([await last.number()])
        await last.close()
        expect(processes.flatMap(({ disk }) => disk.held)).toEqual([])
        expect(processes.flatMap(({ warnings }) => warnings)).toEqual([])
      }),
      { numRuns: 60 },
    )
  },
)
