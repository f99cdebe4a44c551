import { type Condition, type Operand, type Path, type TypeName, type Value } from '@cmz/store-core'
import * as fc from 'fast-check'
import { binaries, numbers, orderable, randomValue, texts } from './random-value.ts'

const types = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'] as const satisfies readonly TypeName[]
const orderings = ['<', '<=', '>', '>='] as const

/** Bounds in their order (rule 4.7); the values stand in ascending order. */
const bounds: fc.Arbitrary<readonly [Value, Value]> = fc.oneof(
  pairOf(texts.slice(0, 4)),
  pairOf(numbers.slice(0, 6)),
  pairOf(binaries),
)

function pairOf(ascending: readonly Value[]): fc.Arbitrary<readonly [Value, Value]> {
  return fc.subarray([...ascending], { minLength: 2, maxLength: 2 }).map(([low, high]) => [low!, high!] as const)
}

const literal = (values: fc.Arbitrary<Value>): fc.Arbitrary<Operand> => values.map((value) => ({ value }))

/** A condition on these paths that DynamoDB takes, whatever the item holds. */
export function randomCondition(paths: readonly Path[]): fc.Arbitrary<Condition> {
  const path = fc.constantFrom(...paths)
  const place = path.map((each): Operand => ({ path: each }))
  const of = fc.oneof(
    { weight: 4, arbitrary: place },
    path.map((size): Operand => ({ size })),
  )
  /** What is compared, and then what it is compared with: never with itself (rule 4.9). */
  const distinct = (others: number, first: fc.Arbitrary<Operand> = of): fc.Arbitrary<readonly Operand[]> =>
    fc
      .tuple(first, ...Array.from({ length: others }, () => of))
      .filter(([one, ...rest]) => rest.every((each) => JSON.stringify(each) !== JSON.stringify(one)))
  const simple = fc.oneof<fc.Arbitrary<Condition>[]>(
    fc.record({ op: fc.constantFrom('=', '<>'), left: of, right: literal(randomValue) }),
    fc.record({ op: fc.constantFrom(...orderings), left: of, right: literal(orderable) }),
    fc.record({ op: fc.constantFrom(...orderings), left: literal(orderable), right: of }),
    fc
      .tuple(fc.constantFrom('=', '<>', ...orderings), distinct(1))
      .map(([op, [left, right]]): Condition => ({ op, left: left!, right: right! })),
    fc.tuple(of, bounds).map(([each, [low, high]]): Condition => ({
      op: 'between',
      of: each,
      low: { value: low },
      high: { value: high },
    })),
    distinct(2).map(([each, low, high]): Condition => ({ op: 'between', of: each!, low: low!, high: high! })),
    fc.record({ op: fc.constant('in'), of, among: fc.array(literal(randomValue), { minLength: 1, maxLength: 3 }) }),
    distinct(2).map(([each, ...among]): Condition => ({ op: 'in', of: each!, among })),
    fc.record({ op: fc.constantFrom('exists', 'notExists'), path }),
    fc.record({ op: fc.constant('type'), path, type: fc.constantFrom(...types) }),
    fc.record({
      op: fc.constant('beginsWith'),
      of: place,
      prefix: literal(fc.oneof(fc.constantFrom(...texts), fc.constantFrom(...binaries))),
    }),
    fc
      .tuple(place, place)
      .filter(([one, other]) => JSON.stringify(one) !== JSON.stringify(other))
      .chain(([one, other]) =>
        fc.constantFrom<Condition>(
          { op: 'beginsWith', of: one, prefix: other },
          { op: 'contains', of: one, part: other },
        ),
      ),
    fc.record({ op: fc.constant('contains'), of: place, part: literal(randomValue) }),
  )
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 3, arbitrary: simple },
      fc.record({ op: fc.constantFrom('and', 'or'), all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ op: fc.constant('not'), of: tie('condition') }),
    ),
  })).condition
}
