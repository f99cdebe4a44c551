import {
  type BatchWriteRequest,
  type GetRequest,
  keyOf,
  type TableDefinition,
  type TransactRequest,
} from '@cmz/store-core'
import * as fc from 'fast-check'
import type { Command } from './command.ts'
import { pathsIn } from './random-path.ts'
import { randomProjection, randomQuery, randomScan } from './random-read.ts'
import { randomAction, randomItem, randomKey, randomWrite } from './random-write.ts'
import { showValue } from './show.ts'
import { randomTables } from './tables.ts'

const table = fc.constantFrom(...randomTables)

const get = table.chain(randomGet)
const put = table.chain((each) =>
  fc.record({ kind: fc.constant('put'), table: fc.constant(each), item: randomItem(each) }),
)
const remove = table.chain((each) =>
  fc.record({ kind: fc.constant('delete'), table: fc.constant(each), key: randomKey(each) }),
)

/** One command that a driver may be sent: what the store checks beforehand holds. */
export const randomCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: table.chain(randomWrite).map((request): Command => ({ call: 'write', request })) },
  { weight: 2, arbitrary: get.map((request): Command => ({ call: 'get', request })) },
  { weight: 3, arbitrary: table.chain(randomQuery) },
  { weight: 2, arbitrary: table.chain(randomScan) },
  { weight: 2, arbitrary: randomTransaction() },
  { weight: 1, arbitrary: several(get, 4).map((requests): Command => ({ call: 'transactGet', requests })) },
  { weight: 1, arbitrary: batchGet() },
  {
    weight: 1,
    arbitrary: several(fc.oneof(put, remove) as fc.Arbitrary<BatchWriteRequest>, 6).map((requests): Command => ({
      call: 'batchWrite',
      requests,
    })),
  },
  { weight: 1, arbitrary: fc.constant<Command>({ call: 'reopen' }) },
)

function randomGet(each: TableDefinition): fc.Arbitrary<GetRequest> {
  return fc.record(
    { table: fc.constant(each), key: randomKey(each), projection: randomProjection(pathsIn(each)) },
    { requiredKeys: ['table', 'key'] },
  ) as fc.Arbitrary<GetRequest>
}

function randomTransaction(): fc.Arbitrary<Command> {
  const actions = several(table.chain(randomAction), 4)
  return fc.record(
    { call: fc.constant('transactWrite'), requests: actions, token: fc.nat(3) },
    { requiredKeys: ['call', 'requests'] },
  ) as fc.Arbitrary<Command>
}

/** All reads of one table have the same projection. */
function batchGet(): fc.Arbitrary<Command> {
  return several(get, 6).map((requests) => ({
    call: 'batchGet',
    requests: requests.map(({ table: each, key }) => {
      const projection = requests.find((other) => other.table === each)?.projection
      return { table: each, key, ...(projection && { projection }) }
    }),
  }))
}

/** Requests on items of which no two are the same (rules 9.4 and 10.3). */
function several<R extends GetRequest | TransactRequest | BatchWriteRequest>(
  request: fc.Arbitrary<R>,
  maxLength: number,
): fc.Arbitrary<readonly R[]> {
  return fc.uniqueArray(request, { minLength: 1, maxLength, selector: placeOf })
}

function placeOf(request: GetRequest | TransactRequest | BatchWriteRequest): string {
  const key = 'item' in request ? keyOf(request.table, request.item) : request.key
  return `${request.table.name} ${showValue(key)}`
}
