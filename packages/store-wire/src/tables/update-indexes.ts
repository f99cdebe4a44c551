import type { IndexDefinition, TableDefinition } from '@cmz/store-core'
import { invalid, invalidParameters, WireError } from '../wire-error.ts'
import { type AttributeTypes, attributeTypes, checkDefined } from './attribute-definitions.ts'
import { definedAttributes } from './describe.ts'
import { checkProjected, indexOf, mostGlobal } from './indexes.ts'
import { checkGlobalKeySchema } from './key-schema.ts'
import type { Capacity, Known } from './settings.ts'
import type { BillingMode, GlobalIndexInput } from './table-input.ts'
import { checkIndexCapacity, type IndexWords, mostUnits, newCapacity } from './throughput.ts'
import { changedCapacity } from './update-capacity.ts'
import type { IndexAction, IndexUpdate, UpdateTableInput } from './update-request.ts'

const addedWords: IndexWords = {
  missing: (index) => `Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${index}`,
  needless: (index) =>
    `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${index} when BillingMode is PAY_PER_REQUEST`,
}

/** Refuses actions on indexes that are not there, that are local, or that are too many at once (rule 12.11). */
export function checkIndexActions({ name, indexes }: TableDefinition, actions: readonly IndexAction[]): void {
  if (actions.filter(({ Create, Delete }) => Create ?? Delete).length > 1) {
    throw exceeded('Only 1 online index can be created or deleted simultaneously per table')
  }
  for (const { ReadCapacityUnits: reads, WriteCapacityUnits: writes } of provisionedIn(actions)) {
    if (reads <= mostUnits && writes <= mostUnits) continue
    throw invalid(
      'This operation cannot be performed with given input values. Please contact DynamoDB service team for more info: Action Blocked: IndexUpdate',
    )
  }
  for (const { Create, Update, Delete } of actions) {
    const { IndexName: index } = (Create ?? Update ?? Delete)!
    const kind = Object.hasOwn(indexes, index) ? indexes[index]!.kind : undefined
    if (Create !== undefined) {
      if (kind !== undefined) throw invalid('Attempting to create an index which already exists')
    } else if (kind === undefined) {
      throw new WireError('ResourceNotFoundException', `Requested resource not found: Index ${index} for table ${name}`)
    } else if (kind === 'local') {
      const verb = Update === undefined ? 'delete' : 'update'
      throw invalid(`Cannot ${verb} an index that is not a GlobalSecondaryIndex: ${index}`)
    }
  }
}

function provisionedIn(
  actions: readonly IndexAction[],
): readonly { ReadCapacityUnits: number; WriteCapacityUnits: number }[] {
  return actions.flatMap(({ Update }) => Update?.ProvisionedThroughput ?? [])
}

function exceeded(words: string): WireError {
  return new WireError('LimitExceededException', `Subscriber limit exceeded: ${words}`)
}

/** The table after its actions on indexes, which were checked. An index that is added holds all items at once. */
export function withIndexActions(known: Known, input: UpdateTableInput, mode: BillingMode, now: number): Known {
  return (input.GlobalSecondaryIndexUpdates ?? []).reduce((table, { Create, Update, Delete }) => {
    if (Create !== undefined) return created(table, Create, input, mode)
    if (Update !== undefined) return updated(table, Update, mode, now)
    return deleted(table, Delete!.IndexName)
  }, known)
}

function created(known: Known, input: GlobalIndexInput, request: UpdateTableInput, mode: BillingMode): Known {
  const { definition, settings } = known
  const { IndexName: name } = input
  const types = typesWith(definition, name, request)
  checkDefined(input.KeySchema, types)
  checkGlobalKeySchema(name, input.KeySchema)
  const index = indexOf('global', input, types)
  checkIndexCapacity(mode, name, input, addedWords)
  const all = { ...definition.indexes, [name]: index }
  if (Object.values(all).filter(({ kind }) => kind === 'global').length > mostGlobal) {
    throw exceeded(`Number of global secondary indexes exceeds per-table limit of ${mostGlobal}`)
  }
  checkProjected(Object.values(all))
  return {
    definition: withIndexes(definition, all),
    settings: { ...settings, Indexes: { ...settings.Indexes, [name]: newCapacity(mode, input) } },
  }
}

/** The types of all attributes that are keys, and of those that the request adds. */
function typesWith(
  table: TableDefinition,
  index: string,
  { AttributeDefinitions: given }: UpdateTableInput,
): AttributeTypes {
  if (given === undefined) throw invalidParameters(`AttributeDefinitions is not specified for index: ${index}`)
  return new Map([...attributeTypes(given), ...attributeTypes(definedAttributes(table))])
}

function updated({ definition, settings }: Known, input: IndexUpdate, mode: BillingMode, now: number): Known {
  const { IndexName: name, ProvisionedThroughput, OnDemandThroughput, WarmThroughput } = input
  if (mode === 'PAY_PER_REQUEST' && (ProvisionedThroughput !== undefined || !(OnDemandThroughput ?? WarmThroughput))) {
    throw invalidParameters(
      `The only Updates for index: ${name} when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
    )
  }
  if (mode === 'PROVISIONED' && !(ProvisionedThroughput ?? OnDemandThroughput ?? WarmThroughput)) {
    throw invalidParameters(`ProvisionedThroughput must be specified for index: ${name}`)
  }
  const capacity = changedCapacity(settings.Indexes?.[name] ?? {}, input, mode, name, now)
  return { definition, settings: { ...settings, Indexes: { ...settings.Indexes, [name]: capacity } } }
}

function deleted({ definition, settings }: Known, name: string): Known {
  const { [name]: _index, ...indexes } = definition.indexes
  const { [name]: _capacity, ...capacities } = settings.Indexes ?? {}
  return {
    definition: withIndexes(definition, indexes),
    settings: { ...settings, Indexes: capacities satisfies Record<string, Capacity> },
  }
}

function withIndexes(table: TableDefinition, indexes: Record<string, IndexDefinition>): TableDefinition {
  return Object.freeze({ ...table, indexes: Object.freeze(indexes) })
}
