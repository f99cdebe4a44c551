import { isMap, type Item, type Value } from './value.ts'

/** Where a value stands in an item: an attribute, then members of maps and positions in lists. */
export type Path = readonly [attribute: string, ...steps: (string | number)[]]

/** The value at a path, or `undefined` where the path leads nowhere. */
export function valueAt(item: Item | undefined, path: Path): Value | undefined {
  let value: Value | undefined = item
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? (value[step] as Value | undefined) : undefined
    else value = isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined
  }
  return value
}

/** True for what a caller may give as a path. */
export function isPath(path: unknown): path is Path {
  if (!Array.isArray(path) || typeof path[0] !== 'string') return false
  return path.every((step) =>
    typeof step === 'string' ? step !== '' && step.isWellFormed() : Number.isSafeInteger(step) && step >= 0,
  )
}
