import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import {
  dynoxideAvailable,
  localCredentials,
  localRegion,
  type RunningServer,
  startDynoxide,
} from '@cmz/dynamo-servers'
import { Database } from '@cmz/store-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { counters, members } from './shared-tables.ts'

/** All of it in `pnpm proof`; everywhere else a tenth shows that the proof itself works. */
const total = process.env['PROOF'] === 'full' ? 10_000 : 1_000
const processes = 2

let server: RunningServer
let database: Database

// dynalite has no transactions, which hold unique values
describe.skipIf(!dynoxideAvailable())('two processes with 64 callers each on one DynamoDB', () => {
  beforeEach(async () => {
    server = await startDynoxide()
    database = new Database(() =>
      dynamoDriver({ endpoint: server.endpoint, region: localRegion, credentials: localCredentials }),
    )
    await database.open(counters, members)
  })

  afterEach(async () => {
    await database.close()
    await server.stop()
  })

  /** What a process won that did its part. */
  async function work(what: string, times: number): Promise<number[]> {
    const program = fileURLToPath(new URL('./programs/zoo-worker.ts', import.meta.url))
    const child = spawn(process.execPath, ['--conditions=@cmz/source', program, server.endpoint, what, String(times)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number]>])
    expect(code).toBe(0)
    return JSON.parse(printed) as number[]
  }

  function together(what: string, times: number): Promise<number[][]> {
    return Promise.all(Array.from({ length: processes }, () => work(what, times)))
  }

  it('lose no increment', async () => {
    const store = database.store(counters)
    await store.create({ id: 'one', n: 0 })
    await together('increment', total / processes)
    expect(await store.get('one')).toEqual({ id: 'one', n: total })
  }, 120_000)

  it('never hold one e-mail address twice', async () => {
    const times = total / 20
    const won = (await together('join', times)).flat()
    expect(won.toSorted((left, right) => left - right)).toEqual(Array.from({ length: times }, (_, index) => index))
    const emails = (await database.store(members).list()).map(({ email }) => email)
    expect(new Set(emails).size).toBe(times)
    expect(emails).toHaveLength(times)
  }, 120_000)

  it('never see a transaction half done', async () => {
    const store = database.store(counters)
    for (const id of ['left', 'right']) await store.create({ id, n: 0 })
    const state = { done: false, looks: 0 }
    const look = async (): Promise<void> => {
      while (!state.done) {
        const [left, right] = await database.transactGet((tx) => [tx.get(store, 'left'), tx.get(store, 'right')])
        expect(Number(left!['n']) + Number(right!['n'])).toBe(0)
        state.looks++
      }
    }
    const writing = together('transfer', total / 10 / processes).finally(() => (state.done = true))
    await Promise.all([writing, look()])
    expect(state.looks).toBeGreaterThan(1)
    expect(await store.get('left')).toEqual({ id: 'left', n: total / 10 })
  }, 120_000)
})
