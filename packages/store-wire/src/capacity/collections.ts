import { type Key, keyText, type TableDefinition } from '@cmz/store-core'
import type { Service } from '../service/service.ts'
import { encodeItemCollection, hasItemCollections } from './item-collection.ts'

/** The JSON text of the item collections that several writes were in, by table, each once; `undefined` if none is asked for. */
export async function encodeItemCollections(
  service: Service,
  writes: readonly { readonly table: TableDefinition; readonly key: Key }[],
  input: { readonly ReturnItemCollectionMetrics?: string },
): Promise<string | undefined> {
  if (input.ReturnItemCollectionMetrics !== 'SIZE') return undefined
  const tables = new Map<string, Map<string, string>>()
  for (const { table, key } of writes) {
    if (!hasItemCollections(table, input)) continue
    const collections = tables.get(table.name) ?? new Map<string, string>()
    tables.set(table.name, collections)
    const partition = keyText({ partitionKey: table.partitionKey }, key)
    if (!collections.has(partition)) collections.set(partition, await encodeItemCollection(service, table, key))
  }
  if (tables.size === 0) return undefined
  const members = [...tables].map(
    ([name, collections]) => `${JSON.stringify(name)}:[${[...collections.values()].join(',')}]`,
  )
  return `{${members.join(',')}}`
}
