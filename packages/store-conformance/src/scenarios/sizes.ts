import { and, not } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { except, holds } from './holds.ts'
import { withLeo } from './with-leo.ts'

export const sizes: readonly Scenario[] = theme('sizes', {
  'a text is as large as its UTF-8': {
    rule: '4.14',
    run: async (context) => {
      const store = await withLeo(context, { text: 'é\u{1f600}' })
      expect(await store.list({ where: ({ text }) => text!.size().eq(6) })).toHaveLength(1)
    },
  },
  'a binary is as large as its bytes': { rule: '4.14', run: holds((value) => value.size().eq(3), ['binary']) },
  'an empty text has a size of 0': {
    rule: '4.14',
    run: async (context) => {
      const store = await withLeo(context, { text: '' })
      expect(await store.list({ where: ({ text }) => text!.size().eq(0) })).toHaveLength(1)
    },
  },
  'an empty list and an empty map have a size of 0': {
    rule: '4.14',
    run: async (context) => {
      const store = await withLeo(context, { list: [], map: {} })
      expect(await store.list({ where: ({ list, map }) => and(list!.size().le(0), map!.size().lt(1)) })).toHaveLength(1)
    },
  },
  'lists, maps and sets are as large as what they hold': {
    rule: '4.14',
    run: holds((value) => value.size().eq(2), ['bits', 'map', 'numbers', 'strings']),
  },
  'a size is ordered as a number': {
    rule: '4.14',
    run: holds((value) => value.size().ge(3), ['binary', 'list', 'text']),
  },
  'what has no size is in no range': {
    rule: '4.14',
    run: holds((value) => value.size().between(0, 2), ['bits', 'map', 'numbers', 'strings']),
  },
  'what has no size is larger than nothing and less than nothing': {
    rule: '4.14',
    run: holds(
      (value) => and(not(value.size().ge(0)), not(value.size().lt(0)), not(value.size().in(0, 1))),
      ['bool', 'five', 'none', 'null', 'ten'],
    ),
  },
  'a size that is not there differs from every number': {
    rule: '4.14',
    run: holds((value) => value.size().ne(4), except('list', 'text')),
  },
  'a size is one of several': {
    rule: '4.14',
    run: holds((value) => value.size().in(3, 4), ['binary', 'list', 'text']),
  },
  'the size of a member is that of the member': {
    rule: '4.14',
    run: holds((value) => value.deep!.size().eq(1), ['map']),
  },
  'a size is compared with an attribute and with another size': {
    rule: '4.14',
    run: async (context) => {
      const store = await withLeo(context, { tags: new Set(['a', 'b']), text: 'ab', most: 2 })
      const where = await store.list({
        where: ({ tags, text, most }) =>
          and(tags!.size().le(most!), tags!.size().eq(text!.size()), most!.ge(text!.size())),
      })
      expect(where).toHaveLength(1)
      expect(await store.list({ where: ({ tags, most }) => tags!.size().lt(most!) })).toEqual([])
    },
  },
  'a size is compared with what can be ordered': {
    rule: '4.6',
    run: async (context) => {
      const store = await withLeo(context, { text: 'ab' })
      for (const value of [true, null, [1]]) {
        const call = store.list({ where: ({ text }) => text!.size().gt(value as never) })
        await refused(call, 'ValidationException', /Incorrect operand type/)
      }
    },
  },
})
