import {
  type IndexDefinition,
  keyAttributes,
  projects,
  type TableDefinition,
  type TableDescription,
  ValidationException,
} from '@cmz/store-core'

type Keys = Pick<IndexDefinition, 'partitionKey' | 'sortKey'>

/** ValidationException if an existing table is not what its definition says; it is never changed for that. */
export function checkTable(table: TableDefinition, existing: TableDescription): void {
  const fault = (message: string): ValidationException => new ValidationException(message, { table: table.name })
  if (keyText(existing) !== keyText(table)) {
    throw fault(`The table exists with ${keyText(existing)}, its definition has ${keyText(table)}`)
  }
  for (const [name, index] of Object.entries(table.indexes)) {
    const held = existing.indexes[name]
    if (held === undefined) {
      throw fault(
        `The table exists without the ${index.kind} index ${name} (${keyText(index)}) of its definition: ` +
          (index.kind === 'global'
            ? 'add it with UpdateTable, or remove it from the definition'
            : 'a local index can only be made with the table, UpdateTable cannot add it; remove it from the definition'),
      )
    }
    if (held.kind !== index.kind || keyText(held) !== keyText(index)) {
      throw fault(
        `Index ${name} exists as a ${held.kind} index with ${keyText(held)}, ` +
          `its definition is a ${index.kind} index with ${keyText(index)}`,
      )
    }
    const missing = notHeld(table, index, held)
    if (missing !== undefined) {
      throw fault(
        `Index ${name} exists, but does not hold ${missing} as its definition says: items would be incomplete`,
      )
    }
  }
}

function notHeld(table: Keys, wanted: IndexDefinition, held: IndexDefinition): string | undefined {
  if (held.projection === 'ALL' || wanted.projection === 'KEYS_ONLY') return undefined
  if (wanted.projection === 'ALL') return 'all attributes'
  const keys = [...keyAttributes(table), ...keyAttributes(held)]
  const missing = wanted.projection.find(
    (attribute) => !projects(held, attribute) && keys.every(({ name }) => name !== attribute),
  )
  return missing === undefined ? undefined : `the attribute ${missing}`
}

function keyText({ partitionKey, sortKey }: Keys): string {
  const partition = `partition key ${partitionKey.name} (${partitionKey.type})`
  return sortKey === undefined ? partition : `${partition} and sort key ${sortKey.name} (${sortKey.type})`
}
