import type { Path } from './path.ts'

type Branch = Map<string | number, Branch | undefined>

/** DynamoDB's complaint about two paths of which one lies inside the other, or contradicts it (rules 5.3 and 7.2); `undefined` where all go their own way. */
export function overlapOf(paths: readonly Path[]): string | undefined {
  const root: Branch = new Map()
  for (const path of paths) {
    const met = enter(root, path)
    if (met !== undefined) return met
  }
  return undefined
}

function enter(root: Branch, path: Path): string | undefined {
  let branch = root
  for (const [depth, step] of path.entries()) {
    const isLast = depth === path.length - 1
    const [sibling] = branch.keys()
    if (sibling !== undefined && typeof sibling !== typeof step) {
      return `Two document paths conflict with each other; must remove or rewrite one of these paths; ${named(endOf(path.slice(0, depth), branch), path)}`
    }
    if (branch.has(step)) {
      const next = branch.get(step)
      if (next === undefined || isLast) {
        const other = path.slice(0, depth + 1)
        return `Two document paths overlap with each other; must remove or rewrite one of these paths; ${named(next === undefined ? other : endOf(other, next), path)}`
      }
      branch = next
      continue
    }
    const next: Branch | undefined = isLast ? undefined : new Map()
    branch.set(step, next)
    if (next !== undefined) branch = next
  }
  return undefined
}

/** A whole path that begins so. */
function endOf(start: readonly (string | number)[], branch: Branch): readonly (string | number)[] {
  const [first] = branch
  if (first === undefined) return start
  const [step, next] = first
  return next === undefined ? [...start, step] : endOf([...start, step], next)
}

function named(one: readonly (string | number)[], two: readonly (string | number)[]): string {
  const text = (path: readonly (string | number)[]): string =>
    path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')
  return `path one: [${text(one)}], path two: [${text(two)}]`
}
