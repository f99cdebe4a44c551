import type { QueryCommandOutput } from '@aws-sdk/client-dynamodb'
import { type Item, type ReadPage, StoreError, type WriteRequest } from '@cmz/store-core'
import { type AttributeValues, fromAttributeValues } from './attribute-value.ts'
import type { WriteAnswer } from './sender.ts'

/** The item that a write answers with. Where the answer was lost, the item as it is now is known, and no other. */
export function itemOf(
  answer: WriteAnswer<{ readonly Attributes?: AttributeValues | undefined }>,
  { returnValues = 'allNew', table }: WriteRequest,
): Item | undefined {
  if (!('current' in answer)) {
    const { Attributes = {} } = answer.output // some servers say {} where nothing is to be returned (rule 6.4)
    return Object.keys(Attributes).length === 0 ? undefined : fromAttributeValues(Attributes)
  }
  if (returnValues === 'allNew') return answer.current
  throw new StoreError('The write took effect, but the answer that held the item was lost', { table: table.name })
}

/** A page of a query or a scan. */
export function toPage({
  Items = [],
  Count,
  LastEvaluatedKey,
  ScannedCount,
}: Pick<QueryCommandOutput, 'Items' | 'Count' | 'LastEvaluatedKey' | 'ScannedCount'>): ReadPage {
  const count = Count ?? Items.length
  return {
    items: Items.map(fromAttributeValues),
    ...(count > Items.length && { count }),
    ...(LastEvaluatedKey && { lastKey: fromAttributeValues(LastEvaluatedKey) }),
    scanned: ScannedCount ?? count,
  }
}
