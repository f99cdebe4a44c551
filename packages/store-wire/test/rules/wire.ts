import { afterAll, beforeAll, expect } from 'vitest'
import { localCredentials } from '@cmz/dynamo-servers'
import { call, openRaw } from '../raw.ts'
import type { Service } from '../../src/index.ts'
import { sweepExpired } from '../../src/tables/sweep-expired.ts'

/** A body of JSON, read by tests that know its form. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of every form
export type Body = any

/** The keys of a table for tests: `pk:S sk:N`. An index adds what it projects: `g:S h:N KEYS_ONLY` or `g:S INCLUDE a b`. */
interface TableSpec {
  readonly keys: string
  readonly gsis?: Readonly<Record<string, string>>
  readonly lsis?: Readonly<Record<string, string>>
}

/** Sends requests to the endpoint under test, and says what is expected of it. */
export interface Wire {
  /** Whatever comes back. */
  send(operation: string, input: unknown): Promise<{ status: number; body: Body }>
  /** The body of a request that has to succeed. */
  ok(operation: string, input: unknown): Promise<Body>
  /** The body of a request that has to be refused with this error and, if given, this message (a text: all of it). */
  refused(operation: string, input: unknown, error: string, message?: string | RegExp): Promise<Body>
  /** Refused with ValidationException. */
  invalid(operation: string, input: unknown, message: string | RegExp): Promise<Body>
  /** A name that no table has yet. */
  name(): string
  /** Makes a table with a name of its own. */
  table(spec: TableSpec | string): Promise<string>
  /** Puts items into a table, each with plain JavaScript for strings and numbers. */
  put(table: string, ...items: readonly Record<string, unknown>[]): Promise<void>
  /** The item with this key. */
  get(table: string, key: Record<string, unknown>): Promise<Body>
  /** Moves the clock of the endpoint on, by milliseconds; another server keeps its own. */
  later(milliseconds: number): void
  /** Removes what has expired at once; another server takes its time. */
  sweep(): Promise<void>
}

/** The endpoint for the tests of a file: an empty store in memory, or the server that `WIRE_RULES_ENDPOINT` names. */
export function useWire(settings: Pick<Service, 'timeToLiveInterval'> = {}): Wire {
  const endpoint = process.env['WIRE_RULES_ENDPOINT']
  let service: Service | undefined
  let ahead = 0
  beforeAll(() => {
    if (endpoint === undefined) service = { ...openRaw(), ...settings, now: () => Date.now() + ahead }
  })
  afterAll(() => service?.engine.close())
  const own = (): Service => {
    if (service === undefined) throw new Error('Only our own endpoint does what a test tells it')
    return service
  }
  const wire = wireOver((operation, input) =>
    endpoint === undefined ? answered(service!, operation, input) : post(endpoint, operation, input),
  )
  return {
    ...wire,
    later(milliseconds) {
      own()
      ahead += milliseconds
    },
    async sweep() {
      await sweepExpired(own())
    },
  }
}

/** A body with the part of `__type` after the `#` as `error`. */
function withError({ __type: type, ...body }: Body): Body {
  return type === undefined ? body : { ...body, error: String(type).split('#').at(-1) }
}

let tables = 0

/** Regions differ in whether they add this prefix. */
function normal(message: unknown): unknown {
  return typeof message === 'string' ? message.replace(/^1 validation error detected: /, '') : message
}

function wireOver(send: Wire['send']): Omit<Wire, 'later' | 'sweep'> {
  const wire: Omit<Wire, 'later' | 'sweep'> = {
    send,
    name: () => `rules-${process.pid}-${++tables}`,
    async ok(operation, input) {
      const { status, body } = await send(operation, input)
      expect({ status, ...(status === 200 ? {} : { body }) }).toEqual({ status: 200 })
      return body
    },
    async refused(operation, input, error, message) {
      const { status, body } = await send(operation, input)
      expect({ status, error: body.error, said: normal(body.message ?? body.Message) }).toEqual({
        status: 400,
        error,
        said:
          message === undefined
            ? expect.any(String)
            : typeof message === 'string'
              ? normal(message)
              : expect.stringMatching(message),
      })
      return body
    },
    invalid: (operation, input, message) => wire.refused(operation, input, 'ValidationException', message),
    async table(spec) {
      const { keys, gsis = {}, lsis = {} } = typeof spec === 'string' ? { keys: spec } : spec
      const name = wire.name()
      const types = new Map<string, string>()
      await wire.ok('CreateTable', {
        TableName: name,
        KeySchema: keySchema(keys, types),
        ...(Object.keys(gsis).length > 0 && { GlobalSecondaryIndexes: indexes(gsis, types) }),
        ...(Object.keys(lsis).length > 0 && { LocalSecondaryIndexes: indexes(lsis, types) }),
        AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
        BillingMode: 'PAY_PER_REQUEST',
      })
      return name
    },
    async put(table, ...items) {
      for (const item of items) await wire.ok('PutItem', { TableName: table, Item: map(item) })
    },
    async get(table, key) {
      return (await wire.ok('GetItem', { TableName: table, Key: map(key), ConsistentRead: true })).Item
    },
  }
  return wire
}

function keySchema(keys: string, types: Map<string, string>): readonly object[] {
  return keys
    .split(' ')
    .filter((word) => word.includes(':'))
    .map((word, index) => {
      const [name, type] = word.split(':') as [string, string]
      types.set(name, type)
      return { AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' }
    })
}

function indexes(specs: Readonly<Record<string, string>>, types: Map<string, string>): readonly object[] {
  return Object.entries(specs).map(([IndexName, spec]) => {
    const [projection = 'ALL', ...attributes] = spec.split(' ').filter((word) => !word.includes(':'))
    return {
      IndexName,
      KeySchema: keySchema(spec, types),
      Projection: { ProjectionType: projection, ...(attributes.length > 0 && { NonKeyAttributes: attributes }) },
    }
  })
}

/** Plain JavaScript as DynamoDB's JSON: a string is S, a number N, a boolean BOOL, null NULL, a list L; an object is taken as it is. */
export function map(item: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, tagged(value)]))
}

function tagged(value: unknown): unknown {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (value === null) return { NULL: true }
  if (Array.isArray(value)) return { L: value.map(tagged) }
  return value
}

/** The reverse of `map`: strings, numbers, booleans, null, lists and maps as plain JavaScript; sets and binaries stay as they are. */
export function plain(item: Body): Body {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, untagged(value)]))
}

function untagged(value: Body): unknown {
  const [tag, content] = Object.entries<Body>(value)[0]!
  if (tag === 'N') return Number(content)
  if (tag === 'NULL') return null
  if (tag === 'L') return content.map(untagged)
  if (tag === 'M') return plain(content)
  return tag === 'S' || tag === 'BOOL' ? content : value
}

async function answered(service: Service, operation: string, input: unknown): Promise<{ status: number; body: Body }> {
  const { status, body } = await call(service, operation, input)
  return { status, body: withError(body) }
}

async function post(endpoint: string, operation: string, input: unknown): Promise<{ status: number; body: Body }> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20261128T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${localCredentials.accessKeyId}/20261128/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`,
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  })
  const body: Body = JSON.parse((await response.text()) || '{}')
  return { status: response.status, body: withError(body) }
}
