import { expect, it } from 'vitest'
import type { Path } from './path.ts'
import { overlapOf } from './path-overlap.ts'

it.each<[string, readonly Path[]]>([
  ['no paths', []],
  ['attributes', [['a'], ['b']]],
  [
    'members of one map',
    [
      ['a', 'b'],
      ['a', 'c'],
    ],
  ],
  [
    'elements of one list',
    [
      ['a', 0],
      ['a', 1],
    ],
  ],
  ['names that begin alike', [['a'], ['ab'], ['a.b']]],
])('lets %s be', (_what, paths) => {
  expect(overlapOf(paths)).toBeUndefined()
})

it.each<[string, readonly Path[], string]>([
  [
    'a path twice',
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    'overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, b]',
  ],
  ['a path inside another', [['m'], ['m', 'a']], 'path one: [m], path two: [m, a]'],
  ['a path around another', [['m', 'a', 0], ['m']], 'path one: [m, a, [0]], path two: [m]'],
  [
    'a map that is a list too',
    [
      ['m', 'a'],
      ['m', 0],
    ],
    'conflict with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m, [0]]',
  ],
])('tells of %s', (_what, paths, message) => {
  expect(overlapOf(paths)).toContain(message)
})
