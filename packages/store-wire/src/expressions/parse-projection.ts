import { overlapOf, type Path } from '@cmz/store-core'
import type { Expression } from './expression.ts'
import { parsePath } from './parse-path.ts'
import { type Keywords, keywordsOf } from './tokens.ts'

/** A projection has no words of its own. */
export const projectionKeywords: Keywords = keywordsOf()

/** The paths of a projection, of which none lies inside another one (rule 7.2). */
export function parseProjection(expression: Expression): readonly Path[] {
  const paths = [parsePath(expression)]
  while (expression.kind === ',') {
    expression.advance()
    paths.push(parsePath(expression))
  }
  if (expression.kind !== 'end') throw expression.syntaxError()
  expression.throwFaults()
  checkApart(expression, paths)
  return paths
}

/** Refuses paths of which one lies inside another one, or contradicts it (rules 5.3 and 7.2). */
export function checkApart(expression: Expression, paths: readonly Path[]): void {
  if (areNamedApart(paths)) return
  const overlap = overlapOf(paths)
  if (overlap !== undefined) throw expression.fault(overlap)
}

const few = 8

/** Whether paths begin with different names; of many paths it is not known. */
function areNamedApart(paths: readonly Path[]): boolean {
  if (paths.length > few) return false
  for (let one = 1; one < paths.length; one++) {
    for (let other = 0; other < one; other++) if (paths[one]![0] === paths[other]![0]) return false
  }
  return true
}
