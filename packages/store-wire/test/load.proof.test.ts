import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as moment } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { EndpointProcess } from './load/endpoint-process.ts'
import { Lane, loadTable } from './load/lane.ts'
import { RawClient } from './load/raw-client.ts'

const connections = 64
const isProof = process.env['PROOF'] === 'full'
/** How long the load lasts in full; elsewhere some requests show that the proof itself works. */
const proofMs = 600_000
const fewRequests = 3_000

test(
  'mixed load makes no error and does not grow; kill -9 loses nothing that was acknowledged',
  { timeout: 900_000 },
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'cmz-store-wire-'))
    onTestFinished(() => rm(dir, { recursive: true, force: true }))
    const endpoint = await EndpointProcess.start(dir)
    const client = new RawClient(endpoint.url, connections)
    onTestFinished(() => client.close())
    await createTable(client)
    const lanes = Array.from({ length: connections }, (_, index) => new Lane(`lane${index}`, client))
    const memory: number[] = []
    const start = Date.now()
    const answered = (): number => lanes.reduce((total, lane) => total + lane.answered, 0)
    const killed = new AbortController()
    const walks = lanes.map(async (lane) => {
      try {
        while (!killed.signal.aborted) await lane.step()
      } catch (error) {
        if (!killed.signal.aborted) throw error // whoever waits for an answer then gets none
      }
    })
    const load = Promise.all(walks)
    const isOver = (): boolean => (isProof ? Date.now() - start >= proofMs : answered() >= fewRequests)
    await Promise.race([load, sampling(endpoint, isOver, memory)])
    killed.abort()
    await endpoint.kill()
    await load
    if (isProof) console.log(`${answered()} requests, memory in MB: ${memory.map(Math.round).join(' ')}`)
    expect(answered()).toBeGreaterThanOrEqual(fewRequests)
    if (isProof) expectFlat(memory)

    const again = await EndpointProcess.start(dir)
    const reader = new RawClient(again.url, connections)
    onTestFinished(() => reader.close())
    const faults = await Promise.all(lanes.map((lane) => lane.faults(reader)))
    expect(faults.flat()).toEqual([])
    expect(await again.stop()).toBe(0)
  },
)

/** Looks at the memory now and then, until the load is over. */
async function sampling(endpoint: EndpointProcess, isOver: () => boolean, memory: number[]): Promise<void> {
  while (!isOver()) {
    await moment(isProof ? proofMs / 60 : 20) // the load lasts as long as it lasts
    const now = await endpoint.memory()
    if (now !== undefined) memory.push(now)
  }
}

/** The last quarter takes no more than the second one and a little. */
function expectFlat(memory: readonly number[]): void {
  const mean = (from: number, to: number): number => {
    const part = memory.slice(Math.floor(memory.length * from), Math.floor(memory.length * to))
    return part.reduce((total, each) => total + each, 0) / part.length
  }
  if (memory.length > 0) expect(mean(0.75, 1)).toBeLessThan(mean(0.25, 0.5) * 1.1 + 10)
}

async function createTable(client: RawClient): Promise<void> {
  const { status } = await client.send('CreateTable', {
    TableName: loadTable,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: ['id', 'of'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byLane',
        KeySchema: [{ AttributeName: 'of', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  })
  expect(status).toBe(200)
}
