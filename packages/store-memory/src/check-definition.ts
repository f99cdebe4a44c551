import { keyAttributes, type TableDefinition, ValidationException } from '@cmz/store-core'

/** Refuses a further definition of a table that disagrees about its keys, or about the keys or kind of an index. */
export function checkDefinition(known: TableDefinition, definition: TableDefinition): void {
  const check = (what: string, before: string, now: string): void => {
    if (before === now) return
    throw new ValidationException(`${what} is ${before}, the definition says ${now}: it cannot be changed`, {
      table: definition.name,
    })
  }
  check('The key', keysText(known), keysText(definition))
  for (const [name, index] of Object.entries(definition.indexes)) {
    const existing = known.indexes[name]
    if (existing === undefined) continue
    check(`The key of index ${name}`, keysText(existing), keysText(index))
    check(`Index ${name}`, existing.kind, index.kind)
  }
}

function keysText(keys: Parameters<typeof keyAttributes>[0]): string {
  return keyAttributes(keys)
    .map(({ name, type }) => `${name} (${type})`)
    .join(', ')
}
