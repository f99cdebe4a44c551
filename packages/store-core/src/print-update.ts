import type { Placeholders } from './placeholders.ts'
import { printOperand, printPath } from './print-condition.ts'
import type { SetValue, Update, UpdateAction } from './update.ts'

const clauses = ['set', 'remove', 'add', 'delete'] as const

/** An update as DynamoDB's expression string; `undefined` if it changes nothing, for it may not be empty (rule 5.21). */
export function printUpdate(update: Update, placeholders: Placeholders): string | undefined {
  const printed = clauses.flatMap((clause) => {
    const actions = update.filter(({ op }) => op === clause)
    if (actions.length === 0) return []
    return `${clause.toUpperCase()} ${actions.map((action) => printAction(action, placeholders)).join(',')}`
  })
  return printed.length === 0 ? undefined : printed.join(' ')
}

function printAction(action: UpdateAction, placeholders: Placeholders): string {
  const path = printPath(action.path, placeholders)
  switch (action.op) {
    case 'set':
      return `${path}=${printValue(action.to, placeholders)}`
    case 'remove':
      return path
    case 'add':
    case 'delete':
      return `${path} ${placeholders.value(action.value)}`
  }
}

function printValue(value: SetValue, placeholders: Placeholders): string {
  if (!('op' in value)) return printOperand(value, placeholders)
  const print = (each: SetValue): string => printValue(each, placeholders)
  switch (value.op) {
    case 'ifNotExists':
      return `if_not_exists(${printPath(value.path, placeholders)},${print(value.otherwise)})`
    case '+':
    case '-':
      return `${print(value.left)}${value.op}${print(value.right)}`
    case 'listAppend':
      return `list_append(${print(value.first)},${print(value.second)})`
  }
}
