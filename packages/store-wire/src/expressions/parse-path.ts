import type { Path } from '@cmz/store-core'
import type { Expression } from './expression.ts'
import { isReserved } from './reserved-words.ts'

const maxLevels = 32
const maxIndex = 2_147_483_647

/** A document path, such as `a.b[0].#c` (rules 4.19, 4.20 and 4.33). */
export function parsePath(expression: Expression): Path {
  const { kind, text, start } = expression
  if (kind !== 'word' && kind !== 'name') throw expression.syntaxError()
  expression.advance()
  return parsePathFrom(expression, kind, text, start)
}

/** A path whose first name was read. */
export function parsePathFrom(expression: Expression, kind: 'word' | 'name', text: string, start: number): Path {
  const first = nameOf(expression, kind, text, start)
  if (expression.kind !== '.' && expression.kind !== '[') return [first]
  const steps: (string | number)[] = []
  for (;;) {
    if (expression.kind === '.') {
      const step = expression.advance()
      if (step !== 'word' && step !== 'name') throw expression.syntaxError()
      const { text: name, start: at } = expression
      expression.advance()
      steps.push(nameOf(expression, step, name, at))
    } else if (expression.kind === '[') {
      expression.advance()
      steps.push(indexOf(expression))
      expression.take(']')
    } else break
  }
  ;(expression.nested ??= []).push(first)
  if (steps.length >= maxLevels) {
    expression.note(
      expression.nameRank,
      `The document path has too many nesting levels; nesting levels: ${steps.length + 1}`,
    )
  }
  return [first, ...steps]
}

function nameOf(expression: Expression, kind: 'word' | 'name', text: string, start: number): string {
  if (kind === 'word') {
    if (isReserved(text)) {
      expression.note(start, `Attribute name is a reserved keyword; reserved keyword: ${text}`)
    }
    return text
  }
  const name = expression.substitutions.name(text)
  if (name !== undefined) return name
  expression.note(
    expression.nameRank,
    `An expression attribute name used in the document path is not defined; attribute name: ${text}`,
  )
  return text
}

function indexOf(expression: Expression): number {
  const { kind, text, start } = expression
  if (kind !== 'digits') throw expression.syntaxError()
  expression.advance()
  const index = Number(text)
  if (index > maxIndex) {
    expression.note(start, `List index is not within the allowable range; index: [${text}]`)
  }
  return index
}

/** A path as messages show it: `[a, b, [0]]`. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`
}
