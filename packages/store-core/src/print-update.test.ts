import { expect, it } from 'vitest'
import { Placeholders } from './placeholders.ts'
import { printUpdate } from './print-update.ts'
import { assignments, type Update } from './update.ts'

const fallback = { op: 'ifNotExists', path: ['a'], otherwise: { value: 0 } } as const

it.each<[Update, string]>([
  [assignments({ a: 1, b: 2 }, ['c']), 'SET #a=:a,#b=:b REMOVE #c'],
  [assignments({}, ['c', 'd']), 'REMOVE #a,#b'],
  [[{ op: 'set', path: ['a', 'b', 3, 'c'], to: { path: ['a', 0] } }], 'SET #a.#b[3].#c=#a[0]'],
  [[{ op: 'set', path: ['a'], to: fallback }], 'SET #a=if_not_exists(#a,:a)'],
  [
    [{ op: 'set', path: ['a'], to: { op: '+', left: fallback, right: { value: 1 } } }],
    'SET #a=if_not_exists(#a,:a)+:b',
  ],
  [[{ op: 'set', path: ['a'], to: { op: '-', left: { path: ['b'] }, right: { path: ['a'] } } }], 'SET #a=#b-#a'],
  [
    [{ op: 'set', path: ['l'], to: { op: 'listAppend', first: { value: [1] }, second: { path: ['l'] } } }],
    'SET #a=list_append(:a,#a)',
  ],
  [
    [
      { op: 'delete', path: ['s'], value: new Set(['a']) },
      { op: 'add', path: ['n'], value: 1 },
      { op: 'remove', path: ['x'] },
      { op: 'add', path: ['m', 'n'], value: 2 },
    ],
    'REMOVE #a ADD #b :a,#c.#b :b DELETE #d :c',
  ],
])('prints %j', (update, text) => {
  expect(printUpdate(update, new Placeholders())).toBe(text)
})

it('is nothing where nothing changes', () => {
  expect(printUpdate([], new Placeholders())).toBeUndefined()
})
