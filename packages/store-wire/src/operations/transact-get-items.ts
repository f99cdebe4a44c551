import { atPaths, cancelled, type CancellationReason, checkDistinct, checkSizeRead, type Item } from '@cmz/store-core'
import { storedSize, type TableData } from '@cmz/store-memory'
import { askedCapacity, type Consumed, consumedOf, encodeAllConsumed } from '../capacity/consumed.ts'
import { readUnits, strength } from '../capacity/read-units.ts'
import { checkNested } from '../expressions/check-paths.ts'
import { type ExpressionParameters, readExpressions, type RequestExpressions } from '../expressions/read-expressions.ts'
import { expressionAttributes, returnConsumedCapacity, tableName } from '../input/common-shapes.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap, listOf, structure, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { onNewest } from '../service/service.ts'
import { tableNameOf } from '../tables/arn.ts'
import { keyFault } from '../transactions/key-fault.ts'
import { checkKeyParameter } from '../values/check-key-parameter.ts'
import { decodeItem } from '../values/decode.ts'
import { encodeItem } from '../values/encode.ts'

interface Get extends ExpressionParameters {
  readonly TableName: string
  readonly Key: JsonObject
}

interface TransactGetItemsInput {
  readonly TransactItems: readonly { readonly Get: Get }[]
  readonly ReturnConsumedCapacity?: string
}

const shape = structure(
  {
    TransactItems: listOf(
      structure(
        {
          Get: structure(
            {
              TableName: tableName,
              Key: attributeMap,
              ProjectionExpression: text(),
              ExpressionAttributeNames: expressionAttributes['ExpressionAttributeNames']!,
            },
            'TableName',
            'Key',
          ),
        },
        'Get',
      ),
      { min: 1, max: 100 },
    ),
    ReturnConsumedCapacity: returnConsumedCapacity,
  },
  'TransactItems',
)

/** One read of the transaction, decoded. */
interface Wanted {
  readonly name: string
  readonly key: Item
  readonly expressions: RequestExpressions
}

/** Up to 100 items as they are at one moment (rule 10.12). */
export const transactGetItems: Operation = operation<TransactGetItemsInput>(shape, (input, service) => {
  const wanted = input.TransactItems.map(({ Get: get }): Wanted => {
    const key = decodeItem(get.Key)
    return { name: tableNameOf(get.TableName), key, expressions: readExpressions(get) }
  })
  return onNewest(service, () => {
    const tables = wanted.map(({ name }) => service.engine.table(name))
    checkKeys(wanted, tables)
    const items = wanted.map(({ key }, index) => tables[index]!.get(tables[index]!.textOf(key)))
    checkSizeRead(items)
    const responses = items.map((item, index) => {
      if (item === undefined) return '{}'
      const { projection } = wanted[index]!.expressions
      return `{"Item":${encodeItem(projection === undefined ? item : atPaths(item, projection))}}`
    })
    const asked = askedCapacity(input)
    const found = `"Responses":[${responses.join(',')}]`
    if (asked === undefined) return `{${found}}`
    const consumed = consumedBy(wanted, items)
    return `{${found},"ConsumedCapacity":${encodeAllConsumed(consumed, asked, 'ReadCapacityUnits')}}`
  })
})

/** Refuses items that are named twice, then cancels for keys that are none of their tables (rules 10.3 and 10.7). */
function checkKeys(wanted: readonly Wanted[], tables: readonly TableData[]): void {
  const faults = wanted.map(({ key, expressions }, index) =>
    keyFault(() => {
      checkKeyParameter(tables[index]!.definition, key)
      checkNested(tables[index]!.definition, expressions)
    }),
  )
  checkDistinct(
    wanted
      .map(({ key }, index) => ({ table: tables[index]!.definition, key }))
      .filter((_, index) => faults[index] === undefined),
  )
  if (faults.every((fault) => fault === undefined)) return
  throw cancelled(
    faults.map((fault): CancellationReason =>
      fault === undefined ? { code: 'None' } : { code: 'ValidationError', message: fault.fault },
    ),
  )
}

function consumedBy(wanted: readonly Wanted[], items: readonly (Item | undefined)[]): Map<string, Consumed> {
  const consumed = new Map<string, Consumed>()
  for (const [index, { name }] of wanted.entries()) {
    const item = items[index]
    consumedOf(consumed, name).table += readUnits(item === undefined ? 0 : storedSize(item), strength.transactional)
  }
  return consumed
}
