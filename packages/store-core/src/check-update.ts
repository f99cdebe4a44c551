import { setOwn } from './copy.ts'
import { ValidationException } from './errors.ts'
import { checkIndexKeys } from './key.ts'
import type { Keys } from './key-text.ts'
import { overlapOf } from './path-overlap.ts'
import type { TableDefinition } from './table.ts'
import type { SetOperand, SetValue, Update, UpdateAction } from './update.ts'
import { type Item, type TypeName, typeOf, type Value } from './value.ts'

/** Refuses an update that DynamoDB refuses whatever the item holds. */
export function checkUpdate(table: TableDefinition, update: Update): void {
  checkUpdatedNames(table, update)
  const fault = overlapOf(update.map(({ path }) => path)) ?? operandFaultOf(update)
  if (fault !== undefined) throw new ValidationException(`Invalid UpdateExpression: ${fault}`, { table: table.name })
  checkIndexKeys(table, valuesSet(update), 'update')
}

/** What of an update is checked against its table: the key stays as it is, and keys of indexes are whole values (rules 2.11 to 2.14, 5.20). */
export function checkUpdateOfTable(table: TableDefinition, update: Update): void {
  checkUpdatedNames(table, update)
  checkIndexKeys(table, valuesSet(update), 'update')
}

function checkUpdatedNames(table: TableDefinition, update: Update): void {
  for (const { path } of update) {
    const [name] = path
    if (isKeyOf(table, name)) {
      throw new ValidationException(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
        { table: table.name },
      )
    }
    if (path.length > 1 && Object.values(table.indexes).some((index) => isKeyOf(index, name))) {
      throw new ValidationException(
        `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: ${name}`,
        { table: table.name },
      )
    }
  }
}

function isKeyOf({ partitionKey, sortKey }: Keys, name: string): boolean {
  return name === partitionKey.name || name === sortKey?.name
}

/** What is wrong with the first given value that does not fit what is done with it (rules 5.6, 5.9 and 5.16). */
export function operandFaultOf(update: Update): string | undefined {
  for (const action of update) {
    const fault = operandFault(action)
    if (fault !== undefined) return `Incorrect operand type for operator or function; ${fault}`
  }
  return undefined
}

/** The whole attributes that an update sets to given values. */
export function valuesSet(update: Update): Item {
  const set: Record<string, Value> = {}
  for (const action of update) {
    if (action.op === 'set' && action.path.length === 1 && 'value' in action.to) {
      setOwn(set, action.path[0], action.to.value)
    }
  }
  return set
}

/** Of an item, the attributes that an update names. */
export function attributesNamed(update: Update, item: Item): Item {
  const named: Record<string, Value> = {}
  for (const { path } of update) if (Object.hasOwn(item, path[0])) setOwn(named, path[0], item[path[0]]!)
  return named
}

function operandFault(action: UpdateAction): string | undefined {
  switch (action.op) {
    case 'remove':
      return undefined
    case 'add':
      return isOf(action.value, 'N', 'SS', 'NS', 'BS') ? undefined : clauseFault('ADD', action.value)
    case 'delete':
      return isOf(action.value, 'SS', 'NS', 'BS') ? undefined : clauseFault('DELETE', action.value)
    case 'set':
      return setFault(action.to)
  }
}

function setFault(to: SetValue): string | undefined {
  if (!('op' in to) || to.op === 'ifNotExists') return undefined
  const [operator, type, operands] =
    to.op === 'listAppend'
      ? (['list_append', 'L', [to.first, to.second]] as const)
      : ([to.op, 'N', [to.left, to.right]] as const)
  const wrong = operands.map(givenValue).find((value) => value !== undefined && !isOf(value, type))
  return wrong === undefined ? undefined : `operator or function: ${operator}, operand type: ${typeOf(wrong)}`
}

/** What stands where an attribute is missing may never be used, so DynamoDB looks at it only when it is. */
function givenValue(operand: SetOperand): Value | undefined {
  return 'value' in operand ? operand.value : undefined
}

function isOf(value: Value, ...types: readonly TypeName[]): boolean {
  return types.includes(typeOf(value))
}

const clauseTypes: Readonly<Record<TypeName, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  L: 'LIST',
  M: 'MAP',
}

function clauseFault(clause: string, value: Value): string {
  return `operator: ${clause}, operand type: ${clauseTypes[typeOf(value)]}`
}
