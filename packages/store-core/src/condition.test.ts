import { describe, expect, it } from 'vitest'
import { attributesOf, beginsWith, both, type Condition, matches, type Operand, ordered, pathsOf } from './condition.ts'
import { Decimal } from './decimal.ts'
import type { Path } from './path.ts'
import type { Value } from './value.ts'

const item = {
  text: 'abc',
  number: 5,
  large: 9_007_199_254_740_993n,
  bytes: new Uint8Array([1, 2, 3]),
  yes: true,
  nothing: null,
  list: [1, 'a', [2]],
  map: { a: 1, set: new Set([1, 2]) },
  texts: new Set(['a', 'b']),
  numbers: new Set([1, 2]),
  binaries: new Set([new Uint8Array([1])]),
  five: 5n,
  four: 4,
  six: 6,
}

const at = (...path: Path): Operand => ({ path })
const of = (value: Value): Operand => ({ value })
const comparators = ['=', '<>', '<', '<=', '>', '>='] as const

/** The comparators that hold between two operands. */
function holding(left: Operand, right: Operand): string {
  return comparators.filter((op) => matches({ op, left, right }, item)).join(' ')
}

describe('comparisons', () => {
  it.each<[string, Operand, Operand, string]>([
    ['equal numbers', at('number'), of(5n), '= <= >='],
    ['equal attributes', at('number'), at('five'), '= <= >='],
    ['a smaller number', at('number'), of(new Decimal('5.00000000000000000001')), '<> < <='],
    ['integers beyond a double', at('large'), of(2 ** 53), '<> > >='],
    ['a larger text', at('text'), of('abB'), '<> > >='],
    ['smaller bytes', at('bytes'), of(new Uint8Array([1, 3])), '<> < <='],
    ['values without an order', at('yes'), of(true), '='],
    ['null', at('nothing'), of(null), '='],
    ['lists by value (rule 1.8)', at('list'), of([1n, 'a', [new Decimal(2)]]), '='],
    ['maps with sets (rule 4.15)', at('map'), of({ set: new Set([2, 1]), a: 1 }), '='],
    ['different types (rule 4.3)', at('number'), of('5'), '<>'],
    ['null and absent', at('nothing'), at('missing'), '<>'],
    ['absent and a value (rule 4.4)', at('missing'), of(1), '<>'],
    ['absent and absent (rule 4.5)', at('missing'), at('absent'), '<>'],
    ['a nested value', at('list', 2, 0), of(2), '= <= >='],
    ['past the end of a list', at('list', 3), of(2), '<>'],
    ['values only', of(1), of(2), '<> < <='],
  ])('%s', (_what, left, right, expected) => {
    expect(holding(left, right)).toBe(expected)
  })

  it('sees an absent item as one without attributes', () => {
    expect(matches({ op: '=', left: at('a'), right: of(1) }, undefined)).toBe(false)
    expect(matches({ op: '<>', left: at('a'), right: of(1) }, undefined)).toBe(true)
    expect(matches({ op: 'notExists', path: ['a'] }, undefined)).toBe(true)
  })
})

describe('sizes (rule 4.14)', () => {
  const sized = { ...item, unicode: 'aä\u{1F600}', binaries: new Set([new Uint8Array([1]), new Uint8Array([2, 3])]) }
  const size = (...path: Path): Operand => ({ size: path })
  const holds = (op: '=' | '<>', left: Operand, right: Operand): boolean => matches({ op, left, right }, sized)

  it.each<[string, number]>([
    ['text', 3],
    ['unicode', 7],
    ['bytes', 3],
    ['list', 3],
    ['map', 2],
    ['texts', 2],
    ['numbers', 2],
    ['binaries', 2],
  ])('%s has %i', (name, expected) => {
    expect(holds('=', size(name), of(expected))).toBe(true)
    expect(holds('=', of(expected), size(name))).toBe(true)
    expect(holds('=', size(name), of(expected + 1))).toBe(false)
  })

  it.each(['number', 'large', 'yes', 'nothing', 'missing'])('%s has none', (name) => {
    expect(holds('=', size(name), size(name))).toBe(false)
    expect(holds('<>', size(name), of(0))).toBe(true)
  })

  it('are compared with attributes and with each other', () => {
    expect(holds('=', size('map'), size('texts'))).toBe(true)
    expect(matches({ op: '<', left: size('map'), right: at('number') }, sized)).toBe(true)
    expect(matches({ op: 'between', of: size('list', 2), low: of(1), high: size('map') }, sized)).toBe(true)
    expect(matches({ op: 'in', of: size('map', 'set'), among: [of(1), size('numbers')] }, sized)).toBe(true)
  })
})

it.each<[string, Condition, boolean]>([
  ['is of its type', { op: 'type', path: ['number'], type: 'N' }, true],
  ['is of another type', { op: 'type', path: ['number'], type: 'S' }, false],
  ['absent is of no type', { op: 'type', path: ['missing'], type: 'NULL' }, false],
  ['absent is no map', { op: 'type', path: ['missing'], type: 'M' }, false],
  ['not (absent = x) (rule 4.4)', { op: 'not', of: { op: '=', left: at('missing'), right: of(1) } }, true],
  ['between includes its bounds', { op: 'between', of: at('number'), low: of(5), high: of(5) }, true],
  ['between with attributes', { op: 'between', of: at('number'), low: at('four'), high: at('six') }, true],
  [
    'between the wrong way round (rule 4.7)',
    { op: 'between', of: at('number'), low: at('six'), high: at('four') },
    false,
  ],
  ['between two types (rule 4.7)', { op: 'between', of: at('number'), low: of(1), high: of('9') }, false],
  ['absent between', { op: 'between', of: at('missing'), low: of(1), high: of(9) }, false],
  ['in, types may mix (rule 4.8)', { op: 'in', of: at('number'), among: [of('x'), of(null), of(5n)] }, true],
  ['in none', { op: 'in', of: at('number'), among: [of('5'), of([5])] }, false],
  ['absent in (rule 4.4)', { op: 'in', of: at('missing'), among: [at('absent'), of(1)] }, false],
  ['null exists (rule 4.10)', { op: 'exists', path: ['nothing'] }, true],
  ['past the end does not exist (rule 4.10)', { op: 'exists', path: ['list', 3] }, false],
  ['within the list exists', { op: 'exists', path: ['list', 2, 0] }, true],
  ['notExists of what exists', { op: 'notExists', path: ['yes'] }, false],
  ['begins with a text (rule 4.12)', { op: 'beginsWith', of: at('text'), prefix: of('ab') }, true],
  ['begins with itself', { op: 'beginsWith', of: at('text'), prefix: at('text') }, true],
  ['begins with bytes', { op: 'beginsWith', of: at('bytes'), prefix: of(new Uint8Array([1, 2])) }, true],
  ['begins with longer bytes', { op: 'beginsWith', of: at('bytes'), prefix: of(new Uint8Array([1, 2, 3, 4])) }, false],
  ['a number begins with nothing', { op: 'beginsWith', of: at('number'), prefix: of('5') }, false],
  ['absent begins with nothing', { op: 'beginsWith', of: at('missing'), prefix: of('') }, false],
  ['contains a part (rule 4.13)', { op: 'contains', of: at('text'), part: of('bc') }, true],
  ['contains the empty text', { op: 'contains', of: at('text'), part: of('') }, true],
  ['contains a run of bytes', { op: 'contains', of: at('bytes'), part: of(new Uint8Array([2, 3])) }, true],
  ['contains no bytes at all', { op: 'contains', of: at('bytes'), part: of(new Uint8Array()) }, true],
  ['contains other bytes', { op: 'contains', of: at('bytes'), part: of(new Uint8Array([3, 2])) }, false],
  ['contains a text in a set', { op: 'contains', of: at('texts'), part: of('a') }, true],
  ['contains a number in a set', { op: 'contains', of: at('numbers'), part: of(2n) }, true],
  ['contains a binary in a set', { op: 'contains', of: at('binaries'), part: of(new Uint8Array([1])) }, true],
  ['contains a list in a list', { op: 'contains', of: at('list'), part: of([2n]) }, true],
  ['never a subset', { op: 'contains', of: at('texts'), part: of(new Set(['a'])) }, false],
  ['never a key of a map', { op: 'contains', of: at('map'), part: of('a') }, false],
  ['no number in a text', { op: 'contains', of: of('15'), part: of(5) }, false],
  ['no text in a set of numbers', { op: 'contains', of: at('numbers'), part: of('1') }, false],
  ['nothing in a number', { op: 'contains', of: at('number'), part: of(5) }, false],
  ['nothing in what is absent', { op: 'contains', of: at('missing'), part: at('missing') }, false],
])('matches: %s', (_what, condition, expected) => {
  expect(matches(condition, item)).toBe(expected)
})

describe('and, or, not', () => {
  const yes: Condition = { op: 'exists', path: ['text'] }
  const no: Condition = { op: 'notExists', path: ['text'] }

  it.each<[Condition, boolean]>([
    [{ op: 'and', all: [yes, yes] }, true],
    [{ op: 'and', all: [yes, no] }, false],
    [{ op: 'or', all: [no, yes] }, true],
    [{ op: 'or', all: [no, no] }, false],
    [{ op: 'not', of: no }, true],
    [{ op: 'not', of: { op: 'or', all: [no, { op: 'and', all: [yes, yes] }] } }, false],
  ])('%j is %s', (condition, expected) => {
    expect(matches(condition, item)).toBe(expected)
  })

  it('both takes what is there', () => {
    expect(both(undefined, undefined)).toBeUndefined()
    expect(both(yes, undefined)).toBe(yes)
    expect(both(undefined, no)).toBe(no)
    expect(both(yes, no)).toEqual({ op: 'and', all: [yes, no] })
  })
})

describe('attributesOf', () => {
  it('names the attributes at the start of every path', () => {
    const condition: Condition = {
      op: 'and',
      all: [
        { op: '=', left: at('a', 'x'), right: at('b') },
        { op: 'not', of: { op: 'between', of: at('c', 0), low: of(1), high: at('d') } },
        {
          op: 'or',
          all: [
            { op: 'in', of: at('e'), among: [of(1), at('f')] },
            { op: 'exists', path: ['g', 'x'] },
          ],
        },
        { op: 'beginsWith', of: at('h'), prefix: at('i') },
        { op: 'contains', of: at('j'), part: of('a') },
        { op: '<', left: of(1), right: at('a') },
      ],
    }
    expect([...attributesOf(condition)]).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'])
  })
})

describe('pathsOf', () => {
  const path: Path = ['a', 0]
  const other: Path = ['b']

  it.each<[Condition, readonly Path[]]>([
    ...comparators.map((op): [Condition, readonly Path[]] => [
      { op, left: { path }, right: { size: other } },
      [path, other],
    ]),
    [{ op: 'between', of: { path }, low: { path: other }, high: of(1) }, [path, other]],
    [{ op: 'in', of: { size: path }, among: [of(1), { path: other }] }, [path, other]],
    [{ op: 'exists', path }, [path]],
    [{ op: 'notExists', path }, [path]],
    [{ op: 'type', path, type: 'S' }, [path]],
    [{ op: 'beginsWith', of: { path }, prefix: { path: other } }, [path, other]],
    [{ op: 'contains', of: { path }, part: { path: other } }, [path, other]],
    [
      {
        op: 'and',
        all: [
          { op: 'exists', path },
          { op: 'exists', path: other },
        ],
      },
      [path, other],
    ],
    [
      {
        op: 'or',
        all: [
          { op: 'exists', path },
          { op: 'exists', path: other },
        ],
      },
      [path, other],
    ],
    [{ op: 'not', of: { op: 'exists', path } }, [path]],
  ])('of %j are %j', (condition, paths) => {
    expect(pathsOf(condition)).toEqual(paths)
  })
})

describe('ordered and beginsWith', () => {
  it('are false of what is absent', () => {
    expect(ordered('<=', undefined, undefined)).toBe(false)
    expect(ordered('>', 2, 1)).toBe(true)
    expect(beginsWith(undefined, 'a')).toBe(false)
    expect(beginsWith('abc', new Uint8Array([97]))).toBe(false)
    expect(beginsWith(new Uint8Array([97]), 'a')).toBe(false)
    expect(beginsWith('5x', 5)).toBe(false)
    expect(beginsWith(new Uint8Array([97]), new Uint8Array([98]))).toBe(false)
    expect(ordered('<=', 1, undefined)).toBe(false)
    expect(ordered('<=', 1, '2')).toBe(false)
  })
})
