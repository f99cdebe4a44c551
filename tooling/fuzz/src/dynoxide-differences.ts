import type { Command, Difference, Meeting } from '@cmz/store-conformance'
import {
  applyUpdate,
  atPaths,
  checkIndexKeys,
  equal,
  type Item,
  keyAttributes,
  type ReturnValues,
  matches,
  type Path,
  type TableDefinition,
  type Update,
  type UpdateAction,
  typeOf,
  type Value,
  valueAt,
} from '@cmz/store-core'

/** How dynoxide 1.2.1 differs from AWS in what the store sends. Each one is shown by a test, which fails once it is gone. */
export const dynoxideDifferences: readonly Difference[] = [
  {
    rule: '4.14',
    instead: 'the size of a text is counted in characters instead of bytes',
    // what a query or a scan looks at is not known here
    isMetBy: (command, meetings) =>
      'request' in command && 'filter' in command.request
        ? sizesIn(command.request.filter).length > 0
        : meetings.some(
            ({ request, before }) =>
              'condition' in request && sizesIn(request.condition).some((path) => isBeyondAscii(valueAt(before, path))),
          ),
  },
  {
    rule: '5.14',
    instead: 'an update that only takes away makes an item of the key',
    isMetBy: (_command, meetings) =>
      updatesIn(meetings).some(
        ({ update, before }) =>
          before === undefined && update.length > 0 && update.every(({ op }) => op === 'remove' || op === 'delete'),
      ),
  },
  {
    rule: '5.10',
    instead: 'the gap between the end of a list and what is set behind it is filled with nulls',
    isMetBy: (_command, meetings) => actionsIn(meetings).some(({ action, item }) => leavesGap(action.path, item)),
  },
  {
    rule: '5.11',
    instead: 'elements move with each removal, before the next one and before what ADD and DELETE do',
    isMetBy: (_command, meetings) => updatesIn(meetings).some(({ update, item }) => removesBesideOthers(update, item)),
  },
  {
    rule: '5.12',
    instead:
      'a removal inside of what is not there, or is something else, is no fault; elements behind the end of a list, and what is NULL, are made on the way',
    isMetBy: (_command, meetings) =>
      actionsIn(meetings).some(({ action: { op, path }, before }) =>
        op === 'remove' ? before !== undefined && !canHold(parentOf(path, before), path) : isMadeOnTheWay(path, before),
      ),
  },
  {
    rule: '6.3',
    instead: 'UPDATED_OLD and UPDATED_NEW return the whole list where an element changed',
    isMetBy: (_command, meetings) =>
      updatesIn(meetings).some(
        ({ update, returnValues }) =>
          (returnValues === 'updatedNew' || returnValues === 'updatedOld') &&
          update.some(({ path }) => path.some((step) => typeof step === 'number')),
      ),
  },
  {
    rule: '6.2',
    instead: 'an update that makes an item returns its key as what was there before',
    isMetBy: (_command, meetings) =>
      updatesIn(meetings).some(({ before, returnValues }) => before === undefined && returnValues === 'allOld'),
  },
  {
    rule: '7.1',
    instead: 'a transaction reads an item of which the projection leaves nothing as none',
    isMetBy: (command, meetings) =>
      readingsIn(command, meetings).some(({ item, projection }) => Object.keys(atPaths(item, projection)).length === 0),
  },
  {
    rule: '7.2',
    instead: 'a transaction reads the key too, where a projection does not name it',
    isMetBy: (command, meetings) =>
      readingsIn(command, meetings).some(({ table, projection }) =>
        keyAttributes(table).some(({ name }) => !projection.some((path) => path[0] === name)),
      ),
  },
  {
    rule: '10.7',
    instead: 'a cancelled transaction tells every update that cannot be done, not the first one only',
    isMetBy: ({ call }, meetings) =>
      call === 'transactWrite' && updatesIn(meetings).filter((each) => !canBeDone(each)).length > 1,
  },
]

interface Projected {
  readonly table: TableDefinition
  readonly item: Item
  readonly projection: readonly Path[]
}

/** The items that a transaction reads a part of. */
function readingsIn({ call }: Command, meetings: readonly Meeting[]): readonly Projected[] {
  if (call !== 'transactGet') return []
  return meetings.flatMap(({ request, before: item }) => {
    const projection = 'projection' in request ? request.projection : undefined
    return item === undefined || projection === undefined ? [] : [{ table: request.table, item, projection }]
  })
}

/** The paths of which a condition asks the size. */
function sizesIn(condition: unknown): readonly Path[] {
  if (typeof condition !== 'object' || condition === null) return []
  const members = Array.isArray(condition) ? condition : Object.values(condition)
  const inside = members.flatMap(sizesIn)
  return Object.hasOwn(condition, 'size') ? [...inside, (condition as { readonly size: Path }).size] : inside
}

function isBeyondAscii(value: Value | undefined): boolean {
  return typeof value === 'string' && Buffer.byteLength(value) !== value.length
}

interface Updating {
  readonly table: TableDefinition
  readonly update: Update
  readonly returnValues: ReturnValues | undefined
  readonly before: Item | undefined
  /** What the update reads: an item that is missing starts as its key. */
  readonly item: Item
}

/** The updates that take place: their conditions hold. */
function updatesIn(meetings: readonly Meeting[]): readonly Updating[] {
  return meetings.flatMap(({ request, before }) => {
    if (!('kind' in request) || request.kind !== 'update') return []
    if (request.condition !== undefined && !matches(request.condition, before)) return []
    const returnValues = 'returnValues' in request ? request.returnValues : undefined
    return [{ table: request.table, update: request.update, returnValues, before, item: before ?? request.key }]
  })
}

function actionsIn(
  meetings: readonly Meeting[],
): readonly (Pick<Updating, 'before' | 'item'> & { readonly action: UpdateAction })[] {
  return updatesIn(meetings).flatMap(({ update, before, item }) => update.map((action) => ({ action, before, item })))
}

/** False for an update that its item does not let happen, or that leaves what an index cannot hold. */
function canBeDone({ table, update, before, item }: Updating): boolean {
  try {
    const after = applyUpdate(update, before, item, {})
    if (after !== undefined) checkIndexKeys(table, after)
    return true
  } catch {
    return false
  }
}

function parentOf(path: Path, item: Item): Value | undefined {
  return path.length === 1 ? item : valueAt(item, path.slice(0, -1) as unknown as Path)
}

function leavesGap(path: Path, item: Item): boolean {
  const parent = parentOf(path, item)
  const last = path.at(-1)
  return Array.isArray(parent) && typeof last === 'number' && last > parent.length
}

/** True if the path leads through an element behind the end of a list, or through NULL. */
function isMadeOnTheWay(path: Path, item: Item | undefined): boolean {
  return path.slice(0, -1).some((step, index) => {
    const place = path.slice(0, index + 1) as unknown as Path
    const list = parentOf(place, item ?? {})
    return valueAt(item, place) === null || (typeof step === 'number' && Array.isArray(list) && step >= list.length)
  })
}

/** True if one action takes an element out of a list in which another one then finds its place. */
function removesBesideOthers(update: Update, item: Item): boolean {
  return update.some(
    (action) =>
      takesOut(action, item) &&
      Array.isArray(parentOf(action.path, item)) &&
      update.some((other) => other !== action && other.op !== 'set' && isInside(other.path, action.path.slice(0, -1))),
  )
}

/** True for a removal, and for a set that is emptied (rule 5.18). */
function takesOut(action: UpdateAction, item: Item): boolean {
  if (action.op !== 'delete') return action.op === 'remove'
  const [set, gone] = [valueAt(item, action.path), action.value]
  if (!(set instanceof Set) || !(gone instanceof Set)) return false
  const members: readonly Value[] = [...gone]
  return [...set].every((each: Value) => members.some((member) => equal(each, member)))
}

function isInside(path: Path, list: readonly (string | number)[]): boolean {
  return path.length > list.length && list.every((step, index) => path[index] === step)
}

/** True if a value is of the type that the last step of the path leads into. */
function canHold(parent: Value | undefined, path: Path): boolean {
  return parent !== undefined && typeOf(parent) === (typeof path.at(-1) === 'number' ? 'L' : 'M')
}
