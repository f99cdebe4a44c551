import type { Condition, Operand } from './condition.ts'
import type { QueryRequest } from './driver.ts'
import type { Path } from './path.ts'
import type { Placeholders } from './placeholders.ts'

/** A condition or filter as DynamoDB's expression string, without spaces where it needs none (rule 4.26). */
export function printCondition(condition: Condition, placeholders: Placeholders): string {
  const operand = (each: Operand): string => printOperand(each, placeholders)
  switch (condition.op) {
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `${operand(condition.left)}${condition.op}${operand(condition.right)}`
    case 'between':
      return `${operand(condition.of)} BETWEEN ${operand(condition.low)} AND ${operand(condition.high)}`
    case 'in':
      return `${operand(condition.of)} IN (${condition.among.map(operand).join(',')})`
    case 'exists':
      return `attribute_exists(${printPath(condition.path, placeholders)})`
    case 'notExists':
      return `attribute_not_exists(${printPath(condition.path, placeholders)})`
    case 'type':
      return `attribute_type(${printPath(condition.path, placeholders)},${placeholders.value(condition.type)})`
    case 'beginsWith':
      return `begins_with(${operand(condition.of)},${operand(condition.prefix)})`
    case 'contains':
      return `contains(${operand(condition.of)},${operand(condition.part)})`
    case 'and':
    case 'or':
      return printAll(condition, placeholders)
    case 'not':
      return `NOT ${printPart(condition.of, placeholders)}`
  }
}

/** What a query asks of the keys, as DynamoDB's expression string. */
export function printKeyCondition(
  { partition, sort }: Pick<QueryRequest, 'partition' | 'sort'>,
  placeholders: Placeholders,
): string {
  const equal = `${placeholders.name(partition.name)}=${placeholders.value(partition.value)}`
  return sort === undefined ? equal : `${equal} AND ${printSortCondition(sort, placeholders)}`
}

function printSortCondition(
  { name, condition }: NonNullable<QueryRequest['sort']>,
  placeholders: Placeholders,
): string {
  const key = placeholders.name(name)
  switch (condition.op) {
    case '=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `${key}${condition.op}${placeholders.value(condition.value)}`
    case 'between':
      return `${key} BETWEEN ${placeholders.value(condition.low)} AND ${placeholders.value(condition.high)}`
    case 'beginsWith':
      return `begins_with(${key},${placeholders.value(condition.prefix)})`
  }
}

function printAll({ op, all }: Condition & { readonly op: 'and' | 'or' }, placeholders: Placeholders): string {
  const [first, ...others] = all
  if (first === undefined) throw new TypeError(`A condition '${op}' needs at least one part`)
  if (others.length === 0) return printCondition(first, placeholders)
  return all.map((each) => printPart(each, placeholders)).join(op === 'and' ? ' AND ' : ' OR ')
}

/** A part of a larger condition: in parentheses where its own words could be taken for the larger one's. */
function printPart(condition: Condition, placeholders: Placeholders): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      // redundant parentheses are refused (rule 4.16)
      return condition.all.length === 1
        ? printPart(condition.all[0]!, placeholders)
        : `(${printCondition(condition, placeholders)})`
    case 'between':
    case 'not':
      return `(${printCondition(condition, placeholders)})`
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
    case 'exists':
    case 'notExists':
    case 'type':
    case 'beginsWith':
    case 'contains':
      return printCondition(condition, placeholders)
  }
}

/** A path or a given value. */
export function printOperand(operand: Operand, placeholders: Placeholders): string {
  if ('size' in operand) return `size(${printPath(operand.size, placeholders)})`
  return 'path' in operand ? printPath(operand.path, placeholders) : placeholders.value(operand.value)
}

/** A path with placeholders for its names. */
export function printPath(path: Path, placeholders: Placeholders): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${placeholders.name(step)}`,
    )
    .join('')
}
