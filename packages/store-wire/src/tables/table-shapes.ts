import { resourceName } from '../input/common-shapes.ts'
import { boolean, listOf, long, oneOf, type Shape, structure, text } from '../input/shape.ts'

const keyName = text({ min: 1, max: 255 })
const keySchemaElement = structure(
  { AttributeName: keyName, KeyType: oneOf('HASH', 'RANGE') },
  'AttributeName',
  'KeyType',
)

/** Of a table or a local index. */
export const keySchema: Shape = listOf(keySchemaElement, { min: 1, max: 2 })
/** Of a global index (rule 2.18). */
const globalKeySchema: Shape = listOf(keySchemaElement, { min: 1, max: 8 })

export const attributeDefinitions: Shape = listOf(
  structure({ AttributeName: keyName, AttributeType: oneOf('B', 'N', 'S') }, 'AttributeName', 'AttributeType'),
)

const projection: Shape = structure({
  ProjectionType: oneOf('ALL', 'INCLUDE', 'KEYS_ONLY'),
  NonKeyAttributes: listOf(text({ min: 1, max: 255 }), { min: 1, max: 20 }),
})

export const billingMode: Shape = oneOf('PROVISIONED', 'PAY_PER_REQUEST')
export const tableClass: Shape = oneOf('STANDARD', 'STANDARD_INFREQUENT_ACCESS')

const provisionedThroughput: Shape = structure(
  { WriteCapacityUnits: long({ min: 1 }), ReadCapacityUnits: long({ min: 1 }) },
  'WriteCapacityUnits',
  'ReadCapacityUnits',
)
const onDemandThroughput: Shape = structure({ MaxReadRequestUnits: long(), MaxWriteRequestUnits: long() })
const warmThroughput: Shape = structure({ ReadUnitsPerSecond: long(), WriteUnitsPerSecond: long() })

/** The members of a table or an index that say how much it can do. */
export const capacity: Readonly<Record<string, Shape>> = {
  ProvisionedThroughput: provisionedThroughput,
  OnDemandThroughput: onDemandThroughput,
  WarmThroughput: warmThroughput,
}

export const globalIndex: Shape = structure(
  { IndexName: resourceName, KeySchema: globalKeySchema, Projection: projection, ...capacity },
  'IndexName',
  'KeySchema',
  'Projection',
)
export const localIndex: Shape = structure(
  { IndexName: resourceName, KeySchema: keySchema, Projection: projection },
  'IndexName',
  'KeySchema',
  'Projection',
)

export const streamSpecification: Shape = structure(
  {
    StreamEnabled: boolean,
    StreamViewType: oneOf('NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'),
  },
  'StreamEnabled',
)

export const encryption: Shape = structure({
  Enabled: boolean,
  SSEType: oneOf('AES256', 'KMS'),
  KMSMasterKeyId: text(),
})

/** What a tag may be is told in other words than constraints: see `tags.ts`. */
export const tags: Shape = listOf(structure({ Key: text(), Value: text() }))
