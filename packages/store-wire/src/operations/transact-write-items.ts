import {
  checkDistinct,
  checkItemKeys,
  checkSize,
  checkUpdateOfTable,
  digestOf,
  hasKey,
  type Key,
  keyOfRequest,
  type TableDefinition,
  type TransactRequest,
  ValidationException,
} from '@cmz/store-core'
import { changesOf, type Effect, effectOf, effectsOf, isRepeated, storedSize, type View } from '@cmz/store-memory'
import { encodeItemCollections } from '../capacity/collections.ts'
import {
  askedCapacity,
  type AskedCapacity,
  type Consumed,
  consumedOf,
  encodeAllConsumed,
} from '../capacity/consumed.ts'
import { readUnits, strength } from '../capacity/read-units.ts'
import { consumeWrite, transactional } from '../capacity/write-units.ts'
import { checkNested } from '../expressions/check-paths.ts'
import type { RequestExpressions } from '../expressions/read-expressions.ts'
import { returnConsumedCapacity, returnItemCollectionMetrics } from '../input/common-shapes.ts'
import { listOf, structure, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { keyFault } from '../transactions/key-fault.ts'
import { type Action, type ActionInput, actionShape, readAction } from '../transactions/read-action.ts'
import { checkKeyParameter } from '../values/check-key-parameter.ts'

interface TransactWriteItemsInput {
  readonly TransactItems: readonly ActionInput[]
  readonly ClientRequestToken?: string
  readonly ReturnConsumedCapacity?: string
  readonly ReturnItemCollectionMetrics?: string
}

const shape = structure(
  {
    TransactItems: listOf(actionShape, { min: 1, max: 100 }),
    ReturnConsumedCapacity: returnConsumedCapacity,
    ReturnItemCollectionMetrics: returnItemCollectionMetrics,
    ClientRequestToken: text({ min: 1, max: 36 }),
  },
  'TransactItems',
)

/** An action whose table is known. */
interface Placed {
  readonly request: TransactRequest
  /** For what the transaction is cancelled before any condition. */
  readonly fault: ValidationException | undefined
  readonly expressions: RequestExpressions
}

/** Up to 100 writes and checks, all or none (section 10 of the rules). */
export const transactWriteItems: Operation = operation<TransactWriteItemsInput>(shape, async (input, service) => {
  const actions = input.TransactItems.map(readAction)
  const asked = askedCapacity(input)
  const token = input.ClientRequestToken
  const used = token === undefined ? undefined : { token, digest: digestOf(input.TransactItems), at: service.now() }
  const { done, consumed } = await service.engine.transact((view) => {
    const all = place(actions, view)
    if (isRepeated(view, used)) {
      return { changes: [], result: { done: all, consumed: asked && encodeRepeated(all, view, asked) } }
    }
    const effects = effectsOf(all.map((each) => () => act(each, view, asked !== undefined)))
    const result = { done: all, consumed: asked && encodeDone(all, effects, asked) }
    return { changes: changesOf(effects), result, token: used }
  })
  const writes = done.flatMap(({ request }) =>
    request.kind === 'check' ? [] : [{ table: request.table, key: keyOfRequest(request) }],
  )
  const collections = await encodeItemCollections(service, writes, input)
  const members = [
    consumed && `"ConsumedCapacity":${consumed}`,
    collections && `"ItemCollectionMetrics":${collections}`,
  ].filter((member) => member !== undefined)
  return `{${members.join(',')}}`
})

/** The actions with their tables; what refuses the whole request is thrown (rules 10.1, 10.3, 10.7 and 10.9). */
function place(actions: readonly Action[], view: View): readonly Placed[] {
  const tables = actions.map(({ name }) => view.definition(name))
  const keyed: TransactRequest[] = []
  const placed = actions.map((action, index): Placed => {
    const table = tables[index]!
    const keys = keyFault(() =>
      action.kind === 'put' ? checkItemKeys(table, action.attributes) : checkKeyParameter(table, action.attributes),
    )
    const request = requestOf(action, table)
    // what is wrong may be the key of an index, which tells items apart no less
    if (keys === undefined || hasKey(table, action.attributes)) keyed.push(request)
    return { request, fault: keys ?? action.fault, expressions: action.expressions }
  })
  checkDistinct(
    keyed.map((request): { table: TableDefinition; key: Key } => ({
      table: request.table,
      key: keyOfRequest(request),
    })),
  )
  checkSize(keyed)
  return placed
}

function requestOf({ kind, attributes, expressions, wantsCurrent }: Action, table: TableDefinition): TransactRequest {
  const { condition, update = [] } = expressions
  const conditional = { table, ...(condition && { condition }), wantsCurrent }
  switch (kind) {
    case 'put':
      return { ...conditional, kind, item: attributes }
    case 'update':
      return { ...conditional, kind, key: attributes, update }
    case 'delete':
      return { ...conditional, kind, key: attributes }
    case 'check':
      return { ...conditional, kind, key: attributes, condition: condition! }
  }
}

function act({ request, fault, expressions }: Placed, view: View, needsBefore: boolean): Effect {
  try {
    if (fault !== undefined) throw fault
    if (request.kind === 'update') checkUpdateOfTable(request.table, request.update)
    checkNested(request.table, expressions)
    return effectOf(request, view, needsBefore)
  } catch (error) {
    // the reason tells DynamoDB's own words only
    throw error instanceof ValidationException ? new ValidationException(error.fault) : error
  }
}

function encodeDone(placed: readonly Placed[], effects: readonly Effect[], asked: AskedCapacity): string {
  const consumed = new Map<string, Consumed>()
  for (const [index, { request }] of placed.entries()) {
    const { before, after } = effects[index]!
    consumeWrite(consumedOf(consumed, request.table.name), request.table, before, after, transactional)
  }
  return encodeAllConsumed(consumed, asked, 'WriteCapacityUnits')
}

/** A transaction that was done before only reads (rule 10.11). */
function encodeRepeated(placed: readonly Placed[], view: View, asked: AskedCapacity): string {
  const consumed = new Map<string, Consumed>()
  for (const { request, fault } of placed) {
    if (fault !== undefined) continue // the table was made anew meanwhile, with other keys
    const { name } = request.table
    const item = view.get(name, keyOfRequest(request))
    consumedOf(consumed, name).table += readUnits(item === undefined ? 0 : storedSize(item), strength.transactional)
  }
  return encodeAllConsumed(consumed, asked, 'ReadCapacityUnits')
}
