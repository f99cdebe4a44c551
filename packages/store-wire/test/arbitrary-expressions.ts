import type { Condition, Expressed, Operand, Path, SetOperand, SetValue, UpdateAction, Value } from '@cmz/store-core'
import * as fc from 'fast-check'

const name = fc.constantFrom('a', 'b', 'status', 'x.y', '_', '#a', ':a', 'size', '0', 'é', 'constructor')
const step = fc.oneof({ weight: 3, arbitrary: name }, fc.nat({ max: 12 }))
const path: fc.Arbitrary<Path> = fc
  .tuple(name, fc.array(step, { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest])

const number: fc.Arbitrary<Value> = fc.constantFrom<Value>(-1, 0, 0.5, 2, 10, 2n ** 63n)
const text: fc.Arbitrary<Value> = fc.constantFrom('', 'a', 'ab', 'é', '\u{1F600}')
const binary: fc.Arbitrary<Value> = fc.constantFrom(Uint8Array.of(), Uint8Array.of(1), Uint8Array.of(1, 200))
const set: fc.Arbitrary<Value> = fc.constantFrom<Value>(new Set(['a', 'b']), new Set([1, 2]))
const orderable = fc.oneof(number, text, binary)
const anything: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    orderable,
    set,
    fc.constantFrom(true, false, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(name, tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value

const given = (values: fc.Arbitrary<Value>): fc.Arbitrary<{ readonly value: Value }> =>
  values.map((value) => ({ value }))
const place = path.map((each) => ({ path: each }))
const sized = path.map((size) => ({ size }))

/** Operands of which the first is not among the others (rule 4.9), and whose values are of certain types. */
function operands(values: fc.Arbitrary<Value>, count: number): fc.Arbitrary<readonly Operand[]> {
  const each = fc.oneof<fc.Arbitrary<Operand>[]>(place, given(values), sized)
  return fc
    .array(each, { minLength: count, maxLength: count })
    .filter(([first, ...others]) => others.every((other) => !isSamePath(first!, other)))
}

function isSamePath(one: Operand, other: Operand): boolean {
  return 'path' in one && 'path' in other && JSON.stringify(one.path) === JSON.stringify(other.path)
}

const simple: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(fc.constantFrom('=', '<>'), operands(fc.oneof(orderable, set), 2))
    .map(([op, [left, right]]): Condition => ({ op, left: left!, right: right! })),
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>='), operands(orderable, 2))
    .map(([op, [left, right]]): Condition => ({ op, left: left!, right: right! })),
  operands(fc.constant('a'), 3).map(([of, low, high]): Condition => ({
    op: 'between',
    of: of!,
    low: low!,
    high: high!,
  })),
  fc
    .integer({ min: 1, max: 4 })
    .chain((count) => operands(fc.oneof(orderable, set), count + 1))
    .map(([of, ...among]): Condition => ({ op: 'in', of: of!, among })),
  fc.record({ op: fc.constantFrom('exists', 'notExists'), path }),
  fc.record({ op: fc.constant('type'), path, type: fc.constantFrom('S', 'N', 'BS', 'NULL') }),
  operands(fc.oneof(text, binary), 2)
    .filter((both) => both.every((each) => !('size' in each)))
    .map(([of, prefix]): Condition => ({ op: 'beginsWith', of: of!, prefix: prefix! })),
  operands(fc.oneof(orderable, set), 2).map(([of, part]): Condition => ({ op: 'contains', of: of!, part: part! })),
)

/** A condition in the form that parsing gives: AND and OR join at least two. */
const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    simple,
    fc.record({ op: fc.constantFrom('and', 'or'), all: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ op: fc.constant('not'), of: tie('condition') }),
  ),
})).condition

function setOperand(values: fc.Arbitrary<Value>): fc.Arbitrary<SetOperand> {
  return fc.letrec<{ operand: SetOperand }>((tie) => ({
    operand: fc.oneof(
      { maxDepth: 2 },
      given(values),
      place,
      fc.record({ op: fc.constant('ifNotExists'), path, otherwise: tie('operand') }),
    ),
  })).operand
}

const list = setOperand(fc.array(anything, { maxLength: 2 }))
const setValue: fc.Arbitrary<SetValue> = fc.oneof<fc.Arbitrary<SetValue>[]>(
  setOperand(anything),
  fc.record({ op: fc.constantFrom('+', '-'), left: setOperand(number), right: setOperand(number) }),
  fc.record({ op: fc.constant('listAppend'), first: list, second: list }),
)

const clauses = ['set', 'remove', 'add', 'delete'] as const

/** Actions in the order in which they are printed, on attributes of which none is named twice. */
const update = fc
  .uniqueArray(path, { minLength: 1, maxLength: 6, selector: ([first]) => first })
  .chain((paths) =>
    fc.tuple(
      ...paths.map((each): fc.Arbitrary<UpdateAction> =>
        fc.oneof<fc.Arbitrary<UpdateAction>[]>(
          fc.record({ op: fc.constant('set'), path: fc.constant(each), to: setValue }),
          fc.record({ op: fc.constant('remove'), path: fc.constant(each) }),
          fc.record({ op: fc.constant('add'), path: fc.constant(each), value: fc.oneof(number, set) }),
          fc.record({ op: fc.constant('delete'), path: fc.constant(each), value: set }),
        ),
      ),
    ),
  )
  .map((actions) => clauses.flatMap((clause) => actions.filter(({ op }) => op === clause)))

const projection = fc.uniqueArray(path, { minLength: 1, maxLength: 4, selector: ([first]) => first })

const sort: fc.Arbitrary<NonNullable<Expressed['sort']>> = fc.record({
  name: fc.constantFrom('sk', 'size'),
  type: fc.constant('S'),
  condition: fc.oneof<fc.Arbitrary<NonNullable<Expressed['sort']>['condition']>[]>(
    fc.record({ op: fc.constantFrom('=', '<', '<=', '>', '>='), value: orderable }),
    fc.record({ op: fc.constant('between'), low: fc.constant('a'), high: fc.constantFrom('a', 'b') }),
    fc.record({ op: fc.constant('beginsWith'), prefix: fc.oneof(text, binary) }),
  ),
})

/** Everything that one request may say, and more than any says at once. */
export const arbitraryExpressed: fc.Arbitrary<Expressed> = fc.record(
  {
    condition,
    filter: condition,
    update,
    projection,
    partition: fc.record({ name: fc.constant('pk'), type: fc.constant('S'), value: orderable }),
    sort,
  },
  { requiredKeys: [] },
)
