import { describeType } from './describe.ts'
import { ValidationException } from './errors.ts'
import { checkExpressions } from './expression-size.ts'
import { notHeld } from './index-item.ts'
import { isPath, type Path } from './path.ts'
import { overlapOf } from './path-overlap.ts'
import { atPaths } from './at-paths.ts'
import type { IndexDefinition, TableDefinition } from './table.ts'
import type { Item } from './value.ts'

/** The paths of a projection, from what a caller names. ValidationException where DynamoDB refuses them (rules 7.2 and 7.22). */
export function toProjection(
  table: TableDefinition,
  given: unknown,
  index?: { readonly name: string; readonly definition: IndexDefinition },
): readonly Path[] {
  const refuse = (message: string): never => {
    throw new ValidationException(message, { table: table.name })
  }
  if (!Array.isArray(given) || given.length === 0) {
    return refuse(`projection must be a list of attributes, or of paths such as ['address', 'zip'], and not empty`)
  }
  const paths = given.map((each: unknown): Path => {
    const path: unknown = typeof each === 'string' ? [each] : each
    return isPath(path)
      ? path
      : refuse(`projection names attributes, or paths such as ['address', 'zip'], not ${describeType(each)}`)
  })
  const overlap = overlapOf(paths)
  if (overlap !== undefined) refuse(`Invalid ProjectionExpression: ${overlap}`)
  if (index !== undefined && index.definition.kind === 'global') {
    const missing = notHeld(
      table,
      index.definition,
      paths.map(([name]) => name),
    )
    if (missing.length > 0) {
      refuse(
        `One or more parameter values were invalid: Global secondary index ${index.name} does not project [${missing.join(', ')}]`,
      )
    }
  }
  checkExpressions({ projection: paths }, table.name)
  return paths
}

/** A projection with attributes that the store needs itself, and how to take them off what was read. */
export function withOwn(
  projection: readonly Path[],
  needed: readonly string[],
): { readonly paths: readonly Path[]; readonly strip: (item: Item) => Item } {
  const named = new Set(projection.map(([name]) => name))
  const added = needed.filter((name) => !named.has(name))
  const inside = new Set(projection.filter(({ length }) => length > 1).map(([name]) => name))
  const whole = needed.filter((name) => inside.has(name))
  const paths = [
    ...projection.filter(([name]) => !whole.includes(name)),
    ...[...new Set([...added, ...whole])].map((name): Path => [name]),
  ]
  if (whole.length > 0) return { paths, strip: (item) => atPaths(item, projection) }
  const strange = new Set(added)
  return {
    paths,
    strip: (item) => Object.fromEntries(Object.entries(item).filter(([name]) => !strange.has(name))),
  }
}
