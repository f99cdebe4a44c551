import { expect, it } from 'vitest'
import type { Path } from './path.ts'
import { atPaths, changedPart } from './at-paths.ts'

const item = { id: 'x', m: { '0': 'zero' }, a: { b: 1, c: [10, 11, { d: 12 }] }, l: [[1], 2], e: {}, n: null }

it.each<[string, readonly Path[], object]>([
  ['attributes', [['id'], ['n']], { id: 'x', n: null }],
  [
    'nothing for what is not there',
    [
      ['no'],
      ['a', 'no'],
      ['id', 'no'],
      ['l', 7],
      ['e', 'x'],
      ['a', 0],
      ['l', 'x'],
      ['l', 'length'],
      ['id', 'length'],
      ['n', 'x'],
      ['m', 0],
    ],
    {},
  ],
  ['members in their place', [['a', 'b']], { a: { b: 1 } }],
  [
    'elements one behind the other',
    [
      ['a', 'c', 2, 'd'],
      ['a', 'c', 0],
    ],
    { a: { c: [10, { d: 12 }] } },
  ],
  ['lists in lists', [['l', 0, 0]], { l: [[1]] }],
  ['empty maps', [['e']], { e: {} }],
])('picks %s', (_what, paths, picked) => {
  expect(atPaths(item, paths)).toStrictEqual(picked)
})

it('hands out what stands at the paths of an update (rules 6.3 and 6.4)', () => {
  const remove = (...path: Path) => ({ op: 'remove', path }) as const
  expect(changedPart([remove('a', 'b'), remove('no')], item)).toEqual({ a: { b: 1 } })
  expect(changedPart([remove('no')], item)).toBeUndefined()
  expect(changedPart([remove('a')], undefined)).toBeUndefined()
})

it('takes no member that every object has', () => {
  expect(atPaths(item, [['constructor'], ['a', 'toString']])).toEqual({})
})
