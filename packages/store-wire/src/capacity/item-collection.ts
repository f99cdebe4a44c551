import type { Key, TableDefinition } from '@cmz/store-core'
import { inSlices } from '@cmz/store-memory'
import type { Service } from '../service/service.ts'
import { encodeItem } from '../values/encode.ts'

const gigabyte = 1024 ** 3

/** Whether the size of the item collections is asked for, and the table has some: those are made by local indexes. */
export function hasItemCollections(
  table: TableDefinition,
  { ReturnItemCollectionMetrics: asked }: { readonly ReturnItemCollectionMetrics?: string },
): boolean {
  return asked === 'SIZE' && Object.values(table.indexes).some(({ kind }) => kind === 'local')
}

/** The JSON text of how large all items with one partition key are, with their copies in local indexes, in a range of GB. */
export async function encodeItemCollection({ engine }: Service, table: TableDefinition, key: Key): Promise<string> {
  const { name, type } = table.partitionKey
  const value = key[name]!
  let size = 0
  for (const index of [undefined, ...Object.keys(table.indexes)]) {
    if (index !== undefined && table.indexes[index]!.kind !== 'local') continue
    const steps = engine.table(table.name).preparation(index)
    if (steps !== undefined) await inSlices(steps)
    const request = { table, partition: { name, type, value }, descending: false, maxSize: Infinity }
    size += engine.table(table.name).visit(index === undefined ? request : { ...request, index }, () => {}).size
  }
  const low = Math.floor(size / gigabyte)
  return `{"ItemCollectionKey":${encodeItem({ [name]: value })},"SizeEstimateRangeGB":[${low},${low + 1}]}`
}
