import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describeType } from './describe.ts'
import { type Issue, ValidationException } from './errors.ts'
import { ownAttributes, type TableDefinition } from './table.ts'
import type { Item } from './value.ts'

type Fields = Readonly<Record<string, unknown>>

/** Checks a whole item against the table's schemas; the answer holds what the schemas returned. */
export async function parseItem(table: TableDefinition, input: Fields): Promise<Fields> {
  const parsed = table.attributes ? await parseAttributes(table, input, Object.keys(table.attributes)) : input
  if (table.schema === undefined) return parsed
  const result = await table.schema['~standard'].validate(parsed)
  if (result.issues) throw schemaFault(table, result.issues.map(issueAt([])))
  return result.value as Fields
}

/** Checks some attributes of an item, each against its own schema. */
export async function parseFields(table: TableDefinition, fields: Fields): Promise<Fields> {
  return table.attributes ? parseAttributes(table, fields, Object.keys(fields)) : fields
}

/** Refuses what a caller may not write: the store's own attributes, and `undefined` where nothing is meant. */
export function checkOwnAttributes(table: TableDefinition, fields: Fields): void {
  const own = ownAttributes(table).find((name) => fields[name] !== undefined)
  if (own === undefined) return
  throw new ValidationException(
    own === table.softDelete
      ? `Attribute ${own} is the store's own: use softDelete and recover`
      : `Attribute ${own} is the store's own: it stamps who wrote an item and when`,
    { table: table.name, issues: [{ path: [own], message: 'is kept by the store' }] },
  )
}

/** Refuses a soft-delete flag that is neither true nor false: it would count as live, whatever was meant. */
export function checkFlag({ name, softDelete }: TableDefinition, item: Item): void {
  const flag = softDelete === false ? undefined : item[softDelete]
  if (flag === undefined || typeof flag === 'boolean') return
  const message = `is true or false, not ${describeType(flag)}`
  throw new ValidationException(`Attribute ${softDelete} ${message}`, {
    table: name,
    issues: [{ path: [String(softDelete)], message }],
  })
}

async function parseAttributes(table: TableDefinition, input: Fields, names: readonly string[]): Promise<Fields> {
  const schemas = table.attributes!
  const issues: Issue[] = Object.keys(input)
    .filter((name) => !Object.hasOwn(schemas, name) && input[name] !== undefined)
    .map((name) => ({ path: [name], message: 'Unknown attribute' }))
  const parsed: Record<string, unknown> = {}
  for (const name of names) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined
    if (schema === undefined) continue
    const result = await schema['~standard'].validate(Object.hasOwn(input, name) ? input[name] : undefined)
    if (result.issues) issues.push(...result.issues.map(issueAt([name])))
    else if (result.value !== undefined) parsed[name] = result.value
  }
  if (issues.length > 0) throw schemaFault(table, issues)
  return parsed
}

function issueAt(prefix: readonly string[]): (issue: StandardSchemaV1.Issue) => Issue {
  return ({ message, path = [] }) => ({
    message,
    path: [
      ...prefix,
      ...path
        .map((step) => (typeof step === 'object' ? step.key : step))
        .map((step) => (typeof step === 'number' ? step : String(step))),
    ],
  })
}

function schemaFault(table: TableDefinition, issues: readonly Issue[]): ValidationException {
  const summary = issues.map(({ path, message }) => `${path.join('.') || 'item'}: ${message}`).join('; ')
  return new ValidationException(`The item does not match the schema: ${summary}`, { table: table.name, issues })
}
