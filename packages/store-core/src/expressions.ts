import type { Condition } from './condition.ts'
import type { QueryRequest } from './driver.ts'
import type { Path } from './path.ts'
import { Placeholders } from './placeholders.ts'
import { printCondition, printKeyCondition, printPath } from './print-condition.ts'
import { printUpdate } from './print-update.ts'
import type { Update } from './update.ts'
import type { Value } from './value.ts'

/** What of a request DynamoDB is told by expressions. */
export interface Expressed {
  readonly update?: Update
  readonly condition?: Condition
  readonly filter?: Condition
  readonly projection?: readonly Path[]
  readonly partition?: QueryRequest['partition']
  readonly sort?: QueryRequest['sort']
}

/** The expressions of one request by DynamoDB's names, and what their placeholders stand for. */
export interface Expressions {
  readonly texts: {
    readonly UpdateExpression?: string
    readonly ConditionExpression?: string
    readonly FilterExpression?: string
    readonly ProjectionExpression?: string
    readonly KeyConditionExpression?: string
  }
  readonly names: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, Value>>
}

/** Prints all expressions of a request. An update that changes nothing has none (rule 5.21). */
export function expressionsOf({ update, condition, filter, projection, partition, sort }: Expressed): Expressions {
  const placeholders = new Placeholders()
  const printedUpdate = update && printUpdate(update, placeholders)
  const texts = {
    ...(printedUpdate !== undefined && { UpdateExpression: printedUpdate }),
    ...(condition && { ConditionExpression: printCondition(condition, placeholders) }),
    ...(filter && { FilterExpression: printCondition(filter, placeholders) }),
    ...(projection && { ProjectionExpression: projection.map((path) => printPath(path, placeholders)).join(',') }),
    ...(partition && { KeyConditionExpression: printKeyCondition({ partition, ...(sort && { sort }) }, placeholders) }),
  }
  return { texts, names: placeholders.names(), values: placeholders.values() }
}
