import type { StandardSchemaV1 } from '@standard-schema/spec'
import { type Issue, ValidationException } from './errors.ts'
import type { TableDefinition } from './table.ts'

type Fields = Readonly<Record<string, unknown>>

/** True if the table has a schema to check anything against. */
export function hasSchema({ attributes, schema }: TableDefinition): boolean {
  return attributes !== undefined || schema !== undefined
}

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

async function parseAttributes(table: TableDefinition, input: Fields, names: readonly string[]): Promise<Fields> {
  const schemas = table.attributes!
  const issues: Issue[] = Object.keys(input)
    .filter((name) => !Object.hasOwn(schemas, name) && input[name] !== undefined)
    .map((name) => ({ path: [name], message: 'Unknown attribute' }))
  const parsed: Record<string, unknown> = {}
  for (const name of names) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined
    if (schema === undefined) continue
    const answer = schema['~standard'].validate(Object.hasOwn(input, name) ? input[name] : undefined)
    const result = 'then' in answer ? await answer : answer // most schemas answer at once, and a turn costs more
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
