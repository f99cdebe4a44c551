import { type Update, type UpdateAction, typeOf } from '@cmz/store-core'
import { isObject, type JsonObject } from '../input/json.ts'
import { checkName, decodeValue } from '../values/decode.ts'
import { invalidParameters } from '../wire-error.ts'

/** The update that `AttributeUpdates` stands for. */
export function readAttributeUpdates(updates: JsonObject): Update {
  const actions: UpdateAction[] = []
  for (const name in updates) {
    const given = updates[name]
    if (isObject(given)) actions.push(actionOf(name, given))
  }
  return actions
}

function actionOf(name: string, { Value: given, Action: action }: JsonObject): UpdateAction {
  checkName(name)
  const path = [name] as const
  if (given === undefined || given === null) {
    if (action === 'DELETE') return { op: 'remove', path }
    throw invalidParameters('Only DELETE action is allowed when no attribute value is specified')
  }
  const value = decodeValue(given)
  const type = typeOf(value)
  switch (action) {
    case 'DELETE':
      if (type === 'SS' || type === 'NS' || type === 'BS') return { op: 'delete', path, value }
      throw invalidParameters(`DELETE action with value is not supported for the type ${type}`)
    case 'ADD':
      switch (type) {
        case 'N':
        case 'SS':
        case 'NS':
        case 'BS':
          return { op: 'add', path, value }
        case 'L': {
          // unlike ADD of an expression, this one appends (rule 5.19)
          const first = { op: 'ifNotExists', path, otherwise: { value: [] } } as const
          return { op: 'set', path, to: { op: 'listAppend', first, second: { value } } }
        }
        default:
          throw invalidParameters(`ADD action is not supported for the type ${type}`)
      }
    default:
      return { op: 'set', path, to: { value } }
  }
}
