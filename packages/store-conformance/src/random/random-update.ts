import {
  checkUpdate,
  type Path,
  type SetOperand,
  type SetValue,
  type TableDefinition,
  type Update,
  type UpdateAction,
} from '@cmz/store-core'
import * as fc from 'fast-check'
import { pathsIn } from './random-path.ts'
import { randomList, randomNumber, randomSet, randomValue } from './random-value.ts'
import { keyValuesOf } from './tables.ts'

/** An update of up to four actions that DynamoDB takes, whatever the item holds. */
export function randomUpdate(table: TableDefinition): fc.Arbitrary<Update> {
  return fc.array(actionOn(table), { minLength: 1, maxLength: 4 }).filter((update) => isTaken(table, update))
}

function isTaken(table: TableDefinition, update: Update): boolean {
  try {
    checkUpdate(table, update)
    return true
  } catch {
    return false
  }
}

function actionOn(table: TableDefinition): fc.Arbitrary<UpdateAction> {
  const paths = pathsIn(table)
  const ofList = paths.filter(([name]) => name === 'l')
  const path = fc.oneof(fc.constantFrom(...paths), fc.constantFrom(...ofList)) // so that actions meet in one list
  const actions: fc.Arbitrary<UpdateAction>[] = [
    fc.record({ op: fc.constant('set'), path, to: valueToSet(path) }),
    fc.record({ op: fc.constant('remove'), path }),
    fc.record({ op: fc.constant('add'), path, value: fc.oneof(randomNumber, randomSet) }),
    fc.record({ op: fc.constant('delete'), path, value: randomSet }),
  ]
  if (Object.keys(table.indexes).length > 0) {
    actions.push(
      fc.constantFrom('g', 'h').chain((name) =>
        fc.record({
          op: fc.constant('set'),
          path: fc.constant<Path>([name]),
          to: fc.constantFrom(...keyValuesOf(table, name)).map((value) => ({ value })),
        }),
      ),
    )
  }
  return fc.oneof(...actions)
}

function valueToSet(path: fc.Arbitrary<Path>): fc.Arbitrary<SetValue> {
  const operand = (values: fc.Arbitrary<SetOperand>): fc.Arbitrary<SetOperand> =>
    fc.letrec<{ operand: SetOperand }>((tie) => ({
      operand: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        { weight: 2, arbitrary: values },
        { weight: 2, arbitrary: path.map((each): SetOperand => ({ path: each })) },
        { weight: 1, arbitrary: fc.record({ op: fc.constant('ifNotExists'), path, otherwise: tie('operand') }) },
      ),
    })).operand
  const given = (values: typeof randomValue): fc.Arbitrary<SetOperand> => values.map((value) => ({ value }))
  const number = operand(given(randomNumber))
  const list = operand(given(randomList))
  return fc.oneof(
    given(randomValue),
    operand(given(randomValue)),
    fc.record({ op: fc.constantFrom('+', '-'), left: number, right: number }),
    fc.record({ op: fc.constant('listAppend'), first: list, second: list }),
  )
}
