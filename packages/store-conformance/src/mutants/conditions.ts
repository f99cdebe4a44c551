import type { Condition, Driver, Path, QueryRequest, ScanRequest, WriteRequest } from '@cmz/store-core'
import { type Mutant, replaced } from './mutant.ts'

type Change = (condition: Condition) => Condition

/** Changes every part of a condition that is none of its own conditions. */
const deeply =
  (change: Change): Change =>
  (condition) => {
    if (condition.op === 'and' || condition.op === 'or') {
      return { ...condition, all: condition.all.map(deeply(change)) }
    }
    return condition.op === 'not' ? { ...condition, of: deeply(change)(condition.of) } : change(condition)
  }

/** Every condition and every filter is changed on its way. */
const conditions = (name: string, change: Change): Mutant => ({
  name,
  wrap(driver): Driver {
    const filtered = <R extends QueryRequest | ScanRequest>(request: R): R =>
      request.filter === undefined ? request : { ...request, filter: change(request.filter) }
    const conditional = (request: WriteRequest): WriteRequest =>
      request.condition === undefined ? request : { ...request, condition: change(request.condition) }
    return replaced(driver, {
      query: (request) => driver.query(filtered(request)),
      scan: (request) => driver.scan(filtered(request)),
      write: (request) => driver.write(conditional(request)),
    })
  },
})

const parts = (name: string, change: Change): Mutant => conditions(name, deeply(change))

const exists = (path: Path): Condition => ({ op: 'exists', path })
const notExists = (path: Path): Condition => ({ op: 'notExists', path })

/** Mistakes in what a condition means. */
export const conditionMutants: readonly Mutant[] = [
  conditions('not takes back only the first part of what it is given', (condition) =>
    condition.op === 'not' && condition.of.op === 'and'
      ? { op: 'and', all: [{ op: 'not', of: condition.of.all[0]! }, ...condition.of.all.slice(1)] }
      : condition,
  ),
  parts('any type is the one that is asked for', (condition) =>
    condition.op === 'type' ? exists(condition.path) : condition,
  ),
  parts('two attributes that are missing are equal', (condition) =>
    condition.op === '=' && 'path' in condition.left && 'path' in condition.right
      ? {
          op: 'or',
          all: [condition, { op: 'and', all: [notExists(condition.left.path), notExists(condition.right.path)] }],
        }
      : condition,
  ),
  parts('a missing attribute does not differ from anything', (condition) =>
    condition.op === '<>' && 'path' in condition.left
      ? { op: 'and', all: [condition, exists(condition.left.path)] }
      : condition,
  ),
  parts('a missing attribute is less than anything', (condition) =>
    condition.op === '<' && 'path' in condition.left
      ? { op: 'or', all: [condition, notExists(condition.left.path)] }
      : condition,
  ),
  parts('what has no size has a size of 0', (condition) =>
    condition.op === '>=' && 'size' in condition.left
      ? { op: 'or', all: [condition, exists(condition.left.size)] }
      : condition,
  ),
  parts('in looks at the first value only', (condition) =>
    condition.op === 'in' ? { ...condition, among: condition.among.slice(0, 1) } : condition,
  ),
  parts('contains finds the names of members', (condition) => {
    if (condition.op !== 'contains' || !('path' in condition.of) || !('value' in condition.part)) return condition
    const { value } = condition.part
    return typeof value === 'string' && value !== ''
      ? { op: 'or', all: [condition, exists([...condition.of.path, value])] }
      : condition
  }),
  parts('a prefix may stand anywhere', (condition) =>
    condition.op === 'beginsWith' ? { op: 'contains', of: condition.of, part: condition.prefix } : condition,
  ),
  parts('a range of a condition leaves out its upper bound', (condition) =>
    condition.op === 'between'
      ? {
          op: 'and',
          all: [
            { op: '>=', left: condition.of, right: condition.low },
            { op: '<', left: condition.of, right: condition.high },
          ],
        }
      : condition,
  ),
  parts('an element past the end is null', (condition) =>
    condition.op === '=' &&
    'path' in condition.left &&
    typeof condition.left.path.at(-1) === 'number' &&
    'value' in condition.right &&
    condition.right.value === null
      ? { op: 'or', all: [condition, notExists(condition.left.path)] }
      : condition,
  ),
]
