import { not, or, type Attributes, type Condition, type Attribute, type Item, type Value } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { withLeo } from './with-leo.ts'
import { bytes, nested } from './zoo.ts'

const leo = {
  name: 'leo',
  begin: 'le',
  five: 5,
  six: 6,
  yes: true,
  nothing: null,
  list: [5, 'leo'],
  map: { five: 5 },
  names: new Set(['leo', 'nala']),
  code: bytes(1, 2),
  start: bytes(1),
}

type Ask = (item: Attributes<Record<string, NonNullable<Item[string]>>>) => Condition

/** Asks one item, as a filter and as a condition of a write. */
const answers =
  (met: boolean, ...asks: readonly Ask[]) =>
  async (context: Context): Promise<void> => {
    const store = await withLeo(context, leo)
    for (const [index, ask] of asks.entries()) {
      const where = ask as never
      expect(await store.list({ where }), `where ${index}`).toHaveLength(met ? 1 : 0)
      const write = store.updateFields('leo', { written: index }, { if: where })
      if (met) await write
      else await refused(write, 'ConditionalCheckFailedException')
    }
  }

export const comparedAttributes: readonly Scenario[] = theme('comparing attributes', {
  'two attributes are equal by value': {
    rule: '1.8',
    run: answers(
      true,
      ({ five, map }) => five!.eq(map!.five!),
      ({ five, list }) => list!.element(0).eq(five!),
    ),
  },
  'two attributes are ordered': {
    rule: '4.3',
    run: answers(
      true,
      ({ five, six }) => five!.lt(six!),
      ({ five, six }) => six!.ge(five!),
      ({ five, map }) => five!.le(map!.five!),
    ),
  },
  'attributes of two types are not ordered': {
    rule: '4.3',
    run: answers(
      false,
      ({ five, name }) => five!.lt(name!),
      ({ five, name }) => five!.ge(name!),
      ({ code, name }) => code!.lt(name!),
    ),
  },
  'attributes of two types differ': { rule: '4.3', run: answers(true, ({ five, name }) => five!.ne(name!)) },
  'an attribute that cannot be ordered is in no order': {
    rule: '4.6',
    run: answers(
      false,
      ({ five, yes }) => five!.lt(yes!),
      ({ list, map }) => or(list!.lt(map!), list!.ge(map!)),
      ({ yes, nothing }) => or(yes!.le(nothing!), yes!.gt(nothing!)),
    ),
  },
  'two attributes that are missing are not equal': {
    rule: '4.5',
    run: answers(false, ({ no, none }) => no!.eq(none!)),
  },
  'two attributes that are missing differ': { rule: '4.5', run: answers(true, ({ no, none }) => no!.ne(none!)) },
  'a missing attribute is not equal to one that is there': {
    rule: '4.4',
    run: answers(
      true,
      ({ no, five }) => no!.ne(five!),
      ({ no, five }) => not(five!.eq(no!)),
      ({ no, five }) => not(or(no!.lt(five!), no!.ge(five!), five!.le(no!), five!.gt(no!))),
    ),
  },
  'a missing attribute does not lie between others': {
    rule: '4.4',
    run: answers(false, ({ five, six, no }) => no!.between(five!, six!)),
  },
  'bounds may be attributes': {
    rule: '4.7',
    run: answers(
      true,
      ({ five, six, map }) => map!.five!.between(five!, six!),
      ({ five, six }) => six!.between(five!, 6),
    ),
  },
  'attributes that are bounds the wrong way round enclose nothing': {
    rule: '4.7',
    run: answers(false, ({ five, six, map }) => map!.five!.between(six!, five!)),
  },
  'in looks at attributes too': {
    rule: '4.8',
    run: answers(
      true,
      ({ five, name, map }) => five!.in('x', name!, map!.five!),
      ({ five, six }) => not(five!.in(six!, 4)),
    ),
  },
  'contains looks for what another attribute holds': {
    rule: '4.13',
    run: answers(
      true,
      ({ names, name }) => names!.contains(name!),
      ({ name, begin }) => name!.contains(begin!),
      ({ list, five }) => list!.contains(five!),
      ({ list, no }) => not(list!.contains(no!)),
    ),
  },
  'a literal is compared with itself': { rule: '4.9', run: answers(true, ({ five }) => five!.in(5, 5)) },
  'an attribute is not compared with itself': {
    rule: '4.9',
    run: async (context) => {
      const store = await withLeo(context, leo)
      const asks: readonly Ask[] = [
        ({ five }) => five!.eq(five!),
        ({ five }) => five!.lt(five!),
        ({ five }) => five!.between(1, five!),
        ({ five }) => five!.in(1, five!),
        ({ name }) => name!.beginsWith(name!),
        ({ name }) => name!.contains(name!),
        ({ map }) => map!.five!.ne(map!.five!),
        ({ name }) => name!.size().eq(name!.size()),
      ]
      for (const ask of asks) {
        const text = /The first operand must be distinct from the remaining operands/
        await refused(store.list({ where: ask }), 'ValidationException', text)
      }
    },
  },
  'a condition that says nothing is refused': {
    rule: '4.17',
    run: async (context) => {
      const store = await withLeo(context, leo)
      const nothing = [undefined, {}, { op: 'and', all: [] }, { op: 'not', of: undefined }]
      for (const each of nothing) {
        await refused(store.list({ where: () => each as never }), 'ValidationException', /A condition is a function/)
        await refused(store.updateFields('leo', { a: 1 }, { if: () => each as never }), 'ValidationException')
      }
      expect(await store.get('leo')).not.toHaveProperty('a')
    },
  },
  'a condition reaches into no key': {
    rule: '2.14',
    run: async (context) => {
      const store = await withLeo(context, leo)
      const into = /Key attributes must be scalars/
      await refused(
        store.list({ where: ({ animalId }) => (animalId as Attribute<NonNullable<Value>>)['a']!.eq(1) }),
        'ValidationException',
        into,
      )
    },
  },
  'a value to compare with nests 32 levels deep and no deeper': {
    rule: '1.19',
    run: async (context) => {
      const store = await withLeo(context, leo)
      expect(await store.list({ where: ({ list }) => list!.ne(nested(31)) })).toHaveLength(1)
      await refused(store.list({ where: ({ list }) => list!.ne(nested(32)) }), 'ValidationException', /Nesting Levels/)
    },
  },
})
