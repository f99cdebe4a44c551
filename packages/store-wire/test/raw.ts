import type { TableInput } from '@cmz/store-core'
import { defineTable } from '@cmz/store-core'
import { Engine, InMemory } from '@cmz/store-memory'
import { answer, type Service } from '../src/index.ts'

/** What came back: the HTTP status and the body, with `__type` cut to the part after the `#`. */
export interface RawAnswer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of every form
  readonly body: any
}

/** An empty service in memory. */
export function openRaw(): Service {
  return { engine: new Engine(new InMemory()), now: Date.now, region: 'us-east-1' }
}

/** Sends one request as a client would, without the network. */
export async function call(service: Service, operation: string, input: unknown): Promise<RawAnswer> {
  const body = typeof input === 'string' ? input : JSON.stringify(input)
  const { status, text } = await answer(service, `DynamoDB_20120810.${operation}`, body)
  const parsed = JSON.parse(text) as Record<string, unknown>
  if (typeof parsed['__type'] === 'string') parsed['__type'] = parsed['__type'].split('#')[1]
  return { status, body: parsed }
}

/** Makes tables without a call; none of them has what the store adds. */
export async function makeTables(service: Service, ...tables: readonly TableInput[]): Promise<void> {
  await service.engine.ensureTable(
    ...tables.map((table) => defineTable({ softDelete: false, stamps: false, ...table })),
  )
}
