import { setOwn } from './copy.ts'
import { type NumberValue, sum } from './decimal.ts'
import { type ErrorDetails, ValidationException } from './errors.ts'
import { scalarText } from './key-text.ts'
import { levelsOf, maxLevel, nestingFault } from './nesting.ts'
import { type Path, valueAt } from './path.ts'
import { isTooLarge } from './size.ts'
import { sortedSet } from './sorted-set.ts'
import type { SetOperand, SetValue, Update, UpdateAction } from './update.ts'
import { isMap, type Item, typeOf, type Value } from './value.ts'

type MapValue = { readonly [name: string]: Value }

/** What becomes of a place in the item: a value, nothing, or changes further inside. */
type Change = { readonly value: Value | undefined } | Map<string | number, Change>

/**
 * The item after the update; a missing one starts as its key. `undefined` where there is no item and the update only
 * takes away: that makes none (rule 5.14). ValidationException where DynamoDB refuses the update of this item.
 */
export function applyUpdate(
  update: Update,
  before: Item | undefined,
  key: Item,
  details: ErrorDetails,
): Item | undefined {
  if (before === undefined && update.length > 0 && update.every(takesAway)) return undefined
  const item = before ?? key
  try {
    const updated = assigned(update, item) ?? changed(update, before, item)
    if (isTooLarge(updated)) throw new UpdateFault('Item size to update has exceeded the maximum allowed size')
    return updated
  } catch (fault) {
    throw fault instanceof UpdateFault ? new ValidationException(fault.message, details) : fault
  }
}

class UpdateFault extends Error {}

function takesAway({ op }: UpdateAction): boolean {
  return op === 'remove' || op === 'delete'
}

/** The item with whole attributes set to values and removed, which is what most updates do; `undefined` for any other update. */
function assigned(update: Update, item: Item): Item | undefined {
  let removes = false
  for (const action of update) {
    if (action.path.length > 1) return undefined
    if (action.op === 'remove') removes = true
    else if (action.op !== 'set' || !('value' in action.to)) return undefined
  }
  const updated: Record<string, Value> = removes ? without(item, update) : { ...item }
  for (const action of update) {
    if (action.op === 'set' && 'value' in action.to) setOwn(updated, action.path[0], action.to.value)
  }
  return updated
}

/** An object without some of its members is made anew: deleting them would leave one that is slow to read. */
function without(item: Item, update: Update): Record<string, Value> {
  const removed = new Set(update.flatMap(({ op, path: [name] }) => (op === 'remove' ? [name] : [])))
  const rest: Record<string, Value> = {}
  for (const name of Object.keys(item)) if (!removed.has(name)) setOwn(rest, name, item[name]!)
  return rest
}

/** The item after any update: every action reads the item as it was (rule 5.2), then all take effect. */
function changed(update: Update, before: Item | undefined, item: Item): Item {
  const changes = new Map<string | number, Change>()
  for (const action of update) {
    const value = valueAfter(action, item)
    if (value === undefined && (before === undefined || action.op === 'delete') && !isThere(item, action.path)) continue
    place(changes, action.path, { value })
  }
  const updated = changeMap(item, changes)
  if (levelsOf(updated) > maxLevel) throw new UpdateFault(nestingFault)
  return updated
}

function isThere(item: Item, path: Path): boolean {
  return valueAt(item, path) !== undefined
}

/** The value that an action leaves at its path; `undefined` where it leaves none. */
function valueAfter(action: UpdateAction, item: Item): Value | undefined {
  switch (action.op) {
    case 'set':
      return valueToSet(action.to, item)
    case 'remove':
      return undefined
    case 'add':
      return added(valueAt(item, action.path), action.value)
    case 'delete':
      return deleted(valueAt(item, action.path), action.value)
  }
}

function valueToSet(to: SetValue, item: Item): Value {
  if (!('op' in to) || to.op === 'ifNotExists') return operandOf(to, item)
  switch (to.op) {
    case '+':
    case '-': {
      const [left, right] = [numberOf(operandOf(to.left, item)), numberOf(operandOf(to.right, item))]
      return total(left, right, to.op)
    }
    case 'listAppend':
      return [...listOf(operandOf(to.first, item)), ...listOf(operandOf(to.second, item))]
  }
}

function operandOf(operand: SetOperand, item: Item): Value {
  if ('op' in operand) {
    const found = valueAt(item, operand.path)
    return found === undefined ? operandOf(operand.otherwise, item) : found // null is there
  }
  const value = 'path' in operand ? valueAt(item, operand.path) : operand.value
  if (value !== undefined) return value
  throw new UpdateFault('The provided expression refers to an attribute that does not exist in the item')
}

function numberOf(value: Value): NumberValue {
  return typeOf(value) === 'N' ? (value as NumberValue) : refuseType()
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : refuseType()
}

function refuseType(): never {
  throw new UpdateFault('An operand in the update expression has an incorrect data type')
}

/** Rule 5.7. */
function total(left: NumberValue, right: NumberValue, op: '+' | '-'): NumberValue {
  const result = sum(left, right, op)
  if (typeof result !== 'string') return result
  throw new UpdateFault(result)
}

/** Rule 5.16. */
function added(old: Value | undefined, value: Value): Value {
  if (old === undefined) return value
  if (typeOf(old) !== typeOf(value)) refuseType()
  if (!(old instanceof Set)) return total(numberOf(old), numberOf(value), '+')
  const known = textsOf(old)
  const members = [...(value as Set<Value>)].filter((member) => !known.has(scalarText(member)))
  return sortedSet([...(old as Set<Value>), ...members])
}

/** Rule 5.18. */
function deleted(old: Value | undefined, value: Value): Value | undefined {
  if (old === undefined) return undefined
  if (typeOf(old) !== typeOf(value)) refuseType()
  const gone = textsOf(value as Set<Value>)
  const rest = [...(old as Set<Value>)].filter((member) => !gone.has(scalarText(member)))
  return rest.length === 0 ? undefined : sortedSet(rest)
}

/** The members of a set, which are of one type, by what tells them apart: there may be tens of thousands. */
function textsOf(set: ReadonlySet<Value>): ReadonlySet<string> {
  return new Set([...set].map(scalarText))
}

/** Notes a change at a path; no two paths overlap. */
function place(changes: Map<string | number, Change>, path: Path, change: Change): void {
  let inside = changes
  for (const step of path.slice(0, -1)) {
    const known = inside.get(step)
    const next = known instanceof Map ? known : new Map<string | number, Change>()
    inside.set(step, next)
    inside = next
  }
  inside.set(path.at(-1)!, change)
}

function changeInside(value: Value | undefined, changes: ReadonlyMap<string | number, Change>): Value {
  const isOfList = [...changes.keys()].every((step) => typeof step === 'number')
  if (isOfList && Array.isArray(value)) return changeList(value as readonly Value[], changes)
  if (!isOfList && isMap(value)) return changeMap(value, changes)
  throw new UpdateFault('The document path provided in the update expression is invalid for update') // rule 5.12
}

function changeMap(map: MapValue, changes: ReadonlyMap<string | number, Change>): Item {
  const updated: Record<string, Value> = {}
  for (const name of Object.keys(map)) if (!changes.has(name)) setOwn(updated, name, map[name]!)
  for (const [step, change] of changes) {
    const name = String(step)
    const old = Object.hasOwn(map, name) ? map[name] : undefined
    const value = change instanceof Map ? changeInside(old, change) : change.value
    if (value !== undefined) setOwn(updated, name, value)
  }
  return updated
}

/** Positions are those of the list as it was; what is set behind its end is appended (rules 5.10 and 5.11). */
function changeList(list: readonly Value[], changes: ReadonlyMap<string | number, Change>): Value {
  const updated: (Value | undefined)[] = [...list]
  const appended: Value[] = []
  for (const [step, change] of [...changes].toSorted(([left], [right]) => Number(left) - Number(right))) {
    const index = Number(step)
    const value = change instanceof Map ? changeInside(list[index], change) : change.value
    if (index < list.length) updated[index] = value
    else if (value !== undefined) appended.push(value)
  }
  return [...updated.filter((value) => value !== undefined), ...appended]
}
