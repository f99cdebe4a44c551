import { and, Decimal, not, or } from '@cmz/store-core'
import { type Scenario, theme } from '../scenario.ts'
import { except, holds } from './holds.ts'
import { bytes } from './zoo.ts'

export const conditionOperators: readonly Scenario[] = theme('condition operators', {
  'eq is true for the same value of the same type': { rule: '4.3', run: holds((value) => value.eq('lion'), ['text']) },
  'eq compares numbers by value': { rule: '1.8', run: holds((value) => value.eq(new Decimal('5.0')), ['five']) },
  'eq compares null, booleans and binaries': {
    rule: '4.3',
    run: holds((value) => or(value.eq(null), value.eq(true), value.eq(bytes(1, 2, 3))), ['binary', 'bool', 'null']),
  },
  'eq compares lists and maps by their contents': {
    rule: '1.8',
    run: holds(
      (value) => or(value.eq(['lion', 5, ['x'], null]), value.eq({ deep: { number: 5 }, lion: 1 })),
      ['list', 'map'],
    ),
  },
  'eq is false for a list in another order and a map with one member less': {
    rule: '1.8',
    run: holds((value) => or(value.eq([5, 'lion', ['x'], null]), value.eq({ lion: 1 })), []),
  },
  'eq compares sets without order': {
    rule: '4.15',
    run: holds((value) => or(value.eq(new Set(['bear', 'lion'])), value.eq(new Set([6, 5]))), ['numbers', 'strings']),
  },
  'ne is true for another value, another type and a missing attribute': {
    rule: '4.4',
    run: holds((value) => value.ne('lion'), except('text')),
  },
  'lt orders values of its own type only': { rule: '4.3', run: holds((value) => value.lt(10), ['five']) },
  'le includes the value itself': { rule: '4.3', run: holds((value) => value.le(10), ['five', 'ten']) },
  'gt orders numbers as numbers, not as text': { rule: '2.2', run: holds((value) => value.gt(5), ['ten']) },
  'ge orders text by its bytes': { rule: '2.1', run: holds((value) => value.ge('lio'), ['text']) },
  'ordering binaries compares bytes': { rule: '2.3', run: holds((value) => value.gt(bytes(1, 2)), ['binary', 'bits']) },
  'not of an ordering is true where the attribute is missing': {
    rule: '4.4',
    run: holds((value) => not(value.lt(10)), except('five')),
  },
  'between includes both bounds': { rule: '4.3', run: holds((value) => value.between(5, 10), ['five', 'ten']) },
  'between leaves out what lies outside': { rule: '4.3', run: holds((value) => value.between(6, 9), []) },
  'in is true for any of the values, of any type': {
    rule: '4.8',
    run: holds((value) => value.in('lion', 5, null, true), ['bool', 'five', 'null', 'text']),
  },
  'exists is true for null, false for a missing attribute': {
    rule: '4.10',
    run: holds((value) => value.exists(), except('none')),
  },
  'notExists is true for a missing attribute only': {
    rule: '4.10',
    run: holds((value) => value.notExists(), ['none']),
  },
  'beginsWith takes text': { rule: '4.12', run: holds((value) => value.beginsWith('li'), ['text']) },
  'beginsWith is case-sensitive': { rule: '4.12', run: holds((value) => value.beginsWith('LI'), []) },
  'beginsWith takes binary': { rule: '4.12', run: holds((value) => value.beginsWith(bytes(1, 2)), ['binary']) },
  'every text begins with the empty text': { rule: '4.12', run: holds((value) => value.beginsWith(''), ['text']) },
  'contains finds a part of a text and a member of a set or list': {
    rule: '4.13',
    run: holds((value) => value.contains('lion'), ['list', 'strings', 'text']),
  },
  'contains finds a part of text, but no part of a member': {
    rule: '4.13',
    run: holds((value) => value.contains('io'), ['text']),
  },
  'every text contains the empty text': { rule: '4.13', run: holds((value) => value.contains(''), ['text']) },
  'contains finds a number in a set or list, and never in a text or map': {
    rule: '4.13',
    run: holds((value) => value.contains(5), ['list', 'numbers']),
  },
  'contains finds a run of bytes': { rule: '4.13', run: holds((value) => value.contains(bytes(2, 3)), ['binary']) },
  'bytes that are no text are told apart': {
    rule: '4.12',
    run: holds((value) => or(value.beginsWith(bytes(255)), value.contains(bytes(252))), []),
  },
  'contains finds a list within a list': { rule: '4.13', run: holds((value) => value.contains(['x']), ['list']) },
  'contains finds null in a list': { rule: '4.13', run: holds((value) => value.contains(null), ['list']) },
  'a path leads into maps': { rule: '4.33', run: holds((value) => value.deep!.number!.ge(5), ['map']) },
  'a path leads into lists': { rule: '4.33', run: holds((value) => value.element(1).eq(5), ['list']) },
  'a path past the end of a list leads nowhere': { rule: '4.10', run: holds((value) => value.element(4).exists(), []) },
  'a position does not lead into a set or a text': {
    rule: '4.10',
    run: holds((value) => value.element(0).exists(), ['list']),
  },
  'a member that is missing is not equal to anything': {
    rule: '4.4',
    run: holds((value) => and(value.exists(), value.deep!.number!.ne(5)), except('map', 'none')),
  },
})
