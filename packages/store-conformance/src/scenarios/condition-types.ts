import { and, not, or, type TypeName } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { everything, except, holds } from './holds.ts'
import { withLeo } from './with-leo.ts'
import { bytes } from './zoo.ts'

const isOf = (type: TypeName, ...wanted: readonly string[]) => ({
  rule: '4.11',
  run: holds((value) => value.hasType(type), wanted),
})

export const conditionTypes: readonly Scenario[] = theme('conditions on types', {
  'hasType finds texts': isOf('S', 'text'),
  'hasType finds numbers': isOf('N', 'five', 'ten'),
  'hasType finds binaries': isOf('B', 'binary', 'bits'),
  'hasType finds booleans': isOf('BOOL', 'bool'),
  'hasType finds null': isOf('NULL', 'null'),
  'hasType finds lists': isOf('L', 'list'),
  'hasType finds maps': isOf('M', 'map'),
  'hasType tells sets from each other': {
    rule: '4.11',
    run: holds((value) => or(value.hasType('SS'), value.hasType('BS')), ['strings']),
  },
  'hasType finds sets of numbers': isOf('NS', 'numbers'),
  'hasType looks at members and elements': {
    rule: '4.11',
    run: holds((value) => or(value.deep!.hasType('M'), value.element(3).hasType('NULL')), ['list', 'map']),
  },
  'a type that there is not is refused': {
    rule: '4.11',
    run: async (context) => {
      const store = await withLeo(context, { legs: 4 })
      for (const type of ['X', 'n', 'number', '', undefined]) {
        const call = store.list({ where: ({ legs }) => legs!.hasType(type as never) })
        await refused(call, 'ValidationException', /Invalid attribute type name found/)
      }
    },
  },
  'eq tells a number from a text of its digits, and true from 1': {
    rule: '4.3',
    run: holds((value) => or(value.eq('5'), value.eq(1), value.eq('true'), value.eq('null'), value.eq('')), []),
  },
  'ne is true for whatever has another type': {
    rule: '4.3',
    run: holds((value) => value.ne('5'), everything),
  },
  'text is ordered among texts only': {
    rule: '4.3',
    run: holds((value) => or(value.ge('\u0000'), value.lt('\u{10ffff}')), ['text']),
  },
  'binaries are ordered among binaries only': {
    rule: '4.3',
    run: holds((value) => value.ge(bytes()), ['binary', 'bits']),
  },
  'between looks at values of its type only': {
    rule: '4.3',
    run: holds((value) => value.between('', '\u{10ffff}'), ['text']),
  },
  'a filter compares text by its UTF-8 bytes too': {
    rule: '2.1',
    run: async (context) => {
      const store = await withLeo(context, { text: '\u{1f600}' })
      expect(await store.list({ where: ({ text }) => text!.gt('\uff5e') })).toHaveLength(1)
      expect(await store.list({ where: ({ text }) => text!.between('a', '\uffff') })).toEqual([])
    },
  },
  'not of an equality is true for other types and for nothing': {
    rule: '4.4',
    run: holds((value) => not(value.eq(5)), except('five')),
  },
  'not of a range is true where the attribute is missing': {
    rule: '4.4',
    run: holds((value) => not(value.between(5, 10)), except('five', 'ten')),
  },
  'not of in is true where the attribute is missing': {
    rule: '4.4',
    run: holds((value) => not(value.in(5, 'lion')), except('five', 'text')),
  },
  'not takes back all of what it is given': {
    rule: '4.2',
    run: holds((value) => not(and(value.exists(), value.ne(5))), ['five', 'none']),
  },
  'not takes back only what it is given': {
    rule: '4.2',
    run: holds((value) => and(not(value.ge(10)), value.ge(5)), ['five']),
  },
  'and binds what or joins': {
    rule: '4.2',
    run: holds((value) => or(and(value.gt(1), value.lt(6)), and(value.gt(9), value.lt(9))), ['five']),
  },
  'conditions within conditions need no more parentheses than DynamoDB takes': {
    rule: '4.16',
    run: holds((value) => and(or(and(value.ge(5))), or(and(not(not(and(value.le(5))))))), ['five']),
  },
  'not of not is what it was': { rule: '4.2', run: holds((value) => not(not(value.in('lion', 5))), ['five', 'text']) },
  'beginsWith is false for a number, whatever its digits': {
    rule: '4.12',
    run: holds((value) => or(value.beginsWith('1'), value.beginsWith('5')), []),
  },
  'every binary begins with no bytes': {
    rule: '4.12',
    run: holds((value) => value.beginsWith(bytes()), ['binary', 'bits']),
  },
  'a prefix stands at the beginning': {
    rule: '4.12',
    run: holds((value) => or(value.beginsWith('ion'), value.beginsWith(bytes(2, 3))), []),
  },
  'a prefix longer than the text is none': { rule: '4.12', run: holds((value) => value.beginsWith('lions'), []) },
  'contains never finds the name of a member': { rule: '4.13', run: holds((value) => value.contains('deep'), []) },
  'contains never finds a part of a set': {
    rule: '4.13',
    run: holds((value) => or(value.contains(new Set(['lion'])), value.contains(new Set([5]))), []),
  },
  'contains does not look into lists of lists': { rule: '4.13', run: holds((value) => value.contains('x'), []) },
  'contains is case-sensitive': { rule: '4.13', run: holds((value) => value.contains('Lion'), []) },
  'a missing element is not equal to null': {
    rule: '4.10',
    run: holds((value) => or(value.element(9).eq(null), value.no!.eq(null)), []),
  },
  'an element that is null is there': { rule: '4.10', run: holds((value) => value.element(3).exists(), ['list']) },
  'notExists is true for what lies in no map': {
    rule: '4.10',
    run: holds((value) => value.deep!.notExists(), except('map')),
  },
  'in takes one value': { rule: '4.8', run: holds((value) => value.in(10), ['ten']) },
  'in finds lists, maps and sets too': {
    rule: '4.8',
    run: holds((value) => value.in(new Set([6, 5]), bytes(254, 253)), ['bits', 'numbers']),
  },
})
