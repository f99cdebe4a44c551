/** What a client says of a table, member by member as DynamoDB names them; `table-shapes.ts` checks its form. */
export interface KeySchemaElement {
  readonly AttributeName: string
  readonly KeyType: 'HASH' | 'RANGE'
}

export type KeySchema = readonly [KeySchemaElement, ...KeySchemaElement[]]

export interface AttributeDefinition {
  readonly AttributeName: string
  readonly AttributeType: 'B' | 'N' | 'S'
}

export interface ProjectionInput {
  readonly ProjectionType?: 'ALL' | 'INCLUDE' | 'KEYS_ONLY'
  readonly NonKeyAttributes?: readonly string[]
}

export type BillingMode = 'PROVISIONED' | 'PAY_PER_REQUEST'

export interface ProvisionedInput {
  readonly ReadCapacityUnits: number
  readonly WriteCapacityUnits: number
}

export interface OnDemandInput {
  readonly MaxReadRequestUnits?: number
  readonly MaxWriteRequestUnits?: number
}

export interface WarmInput {
  readonly ReadUnitsPerSecond?: number
  readonly WriteUnitsPerSecond?: number
}

/** How much a table or an index can do. */
export interface CapacityInput {
  readonly ProvisionedThroughput?: ProvisionedInput
  readonly OnDemandThroughput?: OnDemandInput
  readonly WarmThroughput?: WarmInput
}

export interface LocalIndexInput {
  readonly IndexName: string
  readonly KeySchema: KeySchema
  readonly Projection: ProjectionInput
}

export interface GlobalIndexInput extends LocalIndexInput, CapacityInput {}

export interface StreamInput {
  readonly StreamEnabled: boolean
  readonly StreamViewType?: string
}

export interface EncryptionInput {
  readonly Enabled?: boolean
  readonly SSEType?: string
  readonly KMSMasterKeyId?: string
}

export interface TagInput {
  readonly Key?: string
  readonly Value?: string
}
