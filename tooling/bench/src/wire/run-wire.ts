import { dynoxideAvailable, startDynoxide, type RunningServer } from '@cmz/dynamo-servers'
import { join } from 'node:path'
import type { Entry, Result } from '../result.ts'
import { Helper } from './ask.ts'
import type { DocumentQuestion } from './document-process.ts'
import type { ClientQuestion } from './raw-client-process.ts'
import type { ServerQuestion } from './server-process.ts'
import { isHttpBench, type WireBenchName } from './wire-benches.ts'

export interface WireRunOptions {
  /** In the order in which they run. */
  readonly only: readonly WireBenchName[]
  readonly items: number
  readonly rounds: number
  /** Contenders that are left out, by name. */
  readonly without: readonly string[]
  /** Milliseconds. */
  readonly roundMs: number
  readonly warmUpMs: number
  /** An empty folder for our data. */
  readonly dir: string
  /** What node is started with. Default: what this process was started with. */
  readonly execArgv?: readonly string[]
}

interface Contender {
  readonly name: string
  readonly kind: Entry['kind']
  readonly about: string
  /** Calls a second. */
  round(round: number, ms: number): Promise<number>
}

/** Runs the benches and gives each result as soon as it is there. Contenders take turns, so that a bad moment is everybody's. */
export async function* runWireBenches(options: WireRunOptions): AsyncGenerator<Result<WireBenchName>, void, void> {
  const servers = new Servers(options)
  try {
    for (const bench of options.only) {
      const contenders = isHttpBench(bench) ? await servers.overHttp(bench) : await servers.overDocuments(bench)
      const values = contenders.map((): number[] => [])
      for (const contender of contenders) await contender.round(0, options.warmUpMs)
      for (let round = 1; round <= options.rounds; round++) {
        for (const [position, contender] of contenders.entries()) {
          values[position]!.push(await contender.round(round, options.roundMs))
        }
      }
      const entries = contenders.map(({ name, kind, about }, position): Entry => {
        return { name, kind, about, values: values[position]!, settleMs: [] }
      })
      yield { bench, items: options.items, unit: 'ops/s', entries, missing: servers.missing, paired: true }
    }
  } finally {
    await servers.end()
  }
}

/** Who answers, and who asks: each a process of its own, started when it is needed first. */
class Servers {
  readonly missing = new Map<string, string>()
  readonly #options: WireRunOptions
  readonly #helpers: { end(): Promise<void> }[] = []
  readonly #client: Helper<ClientQuestion>
  readonly #urls = new Map<string, Promise<string>>()
  #documents: Promise<Helper<DocumentQuestion>> | undefined
  #dynoxide: RunningServer | undefined

  constructor(options: WireRunOptions) {
    this.#options = options
    this.#client = this.#start('raw-client-process.ts')
    if (!dynoxideAvailable()) this.missing.set('dynoxide', 'it has no binary for this machine')
  }

  async overHttp(bench: Extract<ClientQuestion, { readonly ask: 'round' }>['bench']): Promise<readonly Contender[]> {
    const { items } = this.#options
    const named = this.#wanted([
      ['us', 'us', 'our endpoint on a folder of files, durability process'],
      ['dynalite', 'peer', 'in memory'],
      ['dynoxide', 'peer', 'in memory'],
      ['bare', 'limit', 'node:http that parses the body and answers a constant'],
    ])
    const contenders: Contender[] = []
    for (const [name, kind, about] of named) {
      const url = await this.#urlOf(name)
      const round = (turn: number, ms: number): Promise<number> =>
        this.#client.ask({ ask: 'round', url, bench, items, round: turn, ms })
      contenders.push({ name, kind, about: `${about}; ${rawClients}`, round })
    }
    return contenders
  }

  async overDocuments(
    bench: Extract<DocumentQuestion, { readonly ask: 'round' }>['bench'],
  ): Promise<readonly Contender[]> {
    const { items } = this.#options
    const documents = await (this.#documents ??= this.#openDocuments())
    return this.#wanted([
      ['us', 'us', 'our handler in the process of the document client, durability process'],
      ['dynoxide', 'peer', 'over HTTP, through the document client'],
      ['constant-handler', 'limit', 'the document client with a handler that answers a constant'],
    ]).map(([name, kind, about]) => ({
      name,
      kind,
      about,
      round: (turn, ms) => documents.ask({ ask: 'round', name, bench, items, round: turn, ms }),
    }))
  }

  async end(): Promise<void> {
    for (const helper of this.#helpers.toReversed()) await helper.end()
    await this.#dynoxide?.stop()
  }

  #wanted<T extends readonly [string, ...unknown[]]>(all: readonly T[]): readonly T[] {
    return all.filter(([name]) => !this.#options.without.includes(name) && !this.missing.has(name))
  }

  async #openDocuments(): Promise<Helper<DocumentQuestion>> {
    const documents = this.#start<DocumentQuestion>('document-process.ts')
    const dir = join(this.#options.dir, 'documents')
    await documents.ask({ ask: 'open', name: 'us', dir, items: this.#options.items })
    await documents.ask({ ask: 'open', name: 'constant-handler' })
    if (this.#wanted([['dynoxide']]).length > 0) {
      await documents.ask({ ask: 'open', name: 'dynoxide', url: await this.#urlOf('dynoxide') })
    }
    return documents
  }

  #urlOf(name: string): Promise<string> {
    const url = this.#urls.get(name) ?? this.#open(name)
    this.#urls.set(name, url)
    return url
  }

  async #open(name: string): Promise<string> {
    const url =
      name === 'dynoxide' ? await this.#openDynoxide() : await this.#openServer(name as ServerQuestion['server'])
    if (name === 'bare') return url
    await this.#client.ask({ ask: 'load', url, items: this.#options.items, isTableThere: name === 'us' })
    return url
  }

  #openServer(server: ServerQuestion['server']): Promise<string> {
    return this.#start<ServerQuestion>('server-process.ts').ask({
      ask: 'start',
      server,
      dir: join(this.#options.dir, 'served'),
    })
  }

  async #openDynoxide(): Promise<string> {
    this.#dynoxide = await startDynoxide()
    return this.#dynoxide.endpoint
  }

  #start<Question extends object>(file: string): Helper<Question> {
    const helper = new Helper<Question>(file, this.#options.execArgv)
    this.#helpers.push(helper)
    return helper
  }
}

const rawClients = 'raw clients in a process of their own, 32 connections'
