import { type KeyAttribute, type Keys, keyAttributes, type TableDefinition, ValidationException } from '@cmz/store-core'

/** Refuses a further definition of a table that disagrees about its keys, or about the keys or kind of an index. */
export function checkDefinition(known: TableDefinition, definition: TableDefinition): void {
  checkKeys(known, definition)
  for (const name of Object.keys(definition.indexes)) checkIndex(known, definition, name)
}

/** Refuses a definition in which an index that both have has other keys, or is of another kind. ValidationException. */
export function checkIndex(known: TableDefinition, definition: TableDefinition, name: string): void {
  const [existing, index] = [known.indexes[name], definition.indexes[name]]
  if (existing === index || existing === undefined || index === undefined) return
  if (keysText(existing) !== keysText(index))
    refuse(definition, `The key of index ${name}`, inWords(existing), inWords(index))
  if (existing.kind !== index.kind) refuse(definition, `Index ${name}`, existing.kind, index.kind)
}

/** Refuses a definition of a table with other keys. ValidationException. */
export function checkKeys(known: TableDefinition, definition: TableDefinition): void {
  if (known === definition) return // as nearly always
  if (isSame(known.partitionKey, definition.partitionKey) && isSame(known.sortKey, definition.sortKey)) return
  refuse(definition, 'The key', inWords(known), inWords(definition))
}

function isSame(left: KeyAttribute | undefined, right: KeyAttribute | undefined): boolean {
  return left?.name === right?.name && left?.type === right?.type
}

/** Equal only for equal keys. */
export function keysText(keys: Keys): string {
  return JSON.stringify(keyAttributes(keys).map(({ name, type }) => [name, type]))
}

function inWords(keys: Keys): string {
  return keyAttributes(keys)
    .map(({ name, type }) => `${name} (${type})`)
    .join(', ')
}

function refuse({ name }: TableDefinition, what: string, before: string, now: string): never {
  throw new ValidationException(`${what} is ${before}, the definition says ${now}: it cannot be changed`, {
    table: name,
  })
}
