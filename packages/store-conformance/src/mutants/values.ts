import { Decimal, type Item, keyAttributes, type TableDefinition, type Value } from '@cmz/store-core'
import { altered, deeply, type Mutant, replaced } from './mutant.ts'

const alters = (name: string, change: (item: Item) => Item): Mutant => ({
  name,
  wrap: (driver) => altered(driver, change),
})

/** The item with the texts of its key in lower case. */
const lowered = (table: TableDefinition, item: Item): Item => {
  const names = new Set(keyAttributes(table).map(({ name }) => name))
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      names.has(name) && typeof value === 'string' ? value.toLowerCase() : value,
    ]),
  )
}

const isTagged = (value: Value): value is { readonly $ss: readonly string[] } =>
  typeof value === 'object' && value !== null && Array.isArray((value as { $ss?: unknown }).$ss)

export const valueMutants: readonly Mutant[] = [
  alters(
    'numbers are rounded to doubles',
    deeply((value) => (typeof value === 'bigint' || value instanceof Decimal ? Number(value.toString()) : value)),
  ),
  alters(
    'sets are returned as lists',
    deeply((value) => (value instanceof Set ? [...value] : value)),
  ),
  alters(
    'sets are returned in no order',
    deeply((value) => (value instanceof Set ? (new Set([...value].toReversed()) as Value) : value)),
  ),
  alters(
    'binaries are returned as Buffers',
    deeply((value) => (value instanceof Uint8Array ? Buffer.from(value) : value)),
  ),
  alters(
    'empty texts are returned as null',
    deeply((value) => (value === '' ? null : value)),
  ),
  alters('null is left out', (item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null))),
  alters(
    'a map that looks like a tag is read as one',
    deeply((value) => (isTagged(value) ? new Set(value.$ss) : value)),
  ),
  alters(
    'texts are normalised',
    deeply((value) => (typeof value === 'string' ? value.normalize() : value)),
  ),
  {
    name: 'keys are not case-sensitive',
    wrap: (driver) =>
      replaced(driver, {
        get: ({ table, key }) => driver.get({ table, key: lowered(table, key) }),
        write: (request) =>
          driver.write(
            request.kind === 'put'
              ? { ...request, item: lowered(request.table, request.item) }
              : { ...request, key: lowered(request.table, request.key) },
          ),
      }),
  },
]
