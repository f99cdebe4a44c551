import { setOwn } from './copy.ts'
import type { Path } from './path.ts'
import type { Update } from './update.ts'
import { isMap, type Item, type Value } from './value.ts'

type Branch = Map<string | number, Branch | undefined>

/**
 * Only what stands at some paths, each in its place; elements of a list come one behind the other (rules 6.3 and 7.2).
 * No path lies inside another one.
 */
export function atPaths(item: Item, paths: readonly Path[]): Item {
  const root: Branch = new Map()
  for (const path of paths) plant(root, path)
  return (pick(item, root) ?? {}) as Item
}

/** What of an item stands at the paths of an update (rule 6.3); `undefined` where nothing does (rule 6.4). */
export function changedPart(update: Update, item: Item | undefined): Item | undefined {
  if (item === undefined) return undefined
  const paths = update.map(({ path }) => path)
  const found = atPaths(item, paths)
  return Object.keys(found).length === 0 ? undefined : found
}

function plant(root: Branch, path: Path): void {
  let branch = root
  for (const step of path.slice(0, -1)) {
    const next: Branch = branch.get(step) ?? new Map<string | number, Branch | undefined>()
    branch.set(step, next)
    branch = next
  }
  branch.set(path.at(-1)!, undefined)
}

/** `undefined` where nothing of the value is asked for. */
function pick(value: Value | undefined, branch: Branch): Value | undefined {
  if (Array.isArray(value)) {
    const steps = [...branch.keys()].filter((step) => typeof step === 'number').toSorted((left, right) => left - right)
    const picked = steps
      .map((step) => pickStep((value as readonly Value[])[step], branch.get(step)))
      .filter((part) => part !== undefined)
    return picked.length === 0 ? undefined : picked
  }
  if (!isMap(value)) return undefined
  const picked: Record<string, Value> = {}
  for (const [step, inside] of branch) {
    if (typeof step === 'number' || !Object.hasOwn(value, step)) continue
    const part = pickStep(value[step], inside)
    if (part !== undefined) setOwn(picked, step, part)
  }
  return Object.keys(picked).length === 0 ? undefined : picked
}

function pickStep(value: Value | undefined, inside: Branch | undefined): Value | undefined {
  return inside === undefined ? value : pick(value, inside)
}
