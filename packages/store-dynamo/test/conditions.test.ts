import {
  dynoxideAvailable,
  localCredentials,
  localRegion,
  type RunningServer,
  startDynoxide,
} from '@cmz/dynamo-servers'
import { type Condition, defineTable, type Driver, type Item, matches, type Operand, type Path } from '@cmz/store-core'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dynamoDriver } from '../src/index.ts'

const table = defineTable({ name: 'conditions', partitionKey: 'id' })
const item: Item = {
  id: 'a',
  status: 'open',
  size: 3,
  ratio: 0.5,
  flag: true,
  tags: new Set(['x', 'y']),
  list: [1, 'two', { three: 3 }],
  map: { 'a.b': 'dotted', size: 4 },
  nothing: null,
}

const path = fc.constantFrom<Path>(
  ['status'],
  ['size'],
  ['ratio'],
  ['flag'],
  ['tags'],
  ['list'],
  ['list', 1],
  ['list', 2, 'three'],
  ['map', 'a.b'],
  ['map', 'size'],
  ['nothing'],
  ['missing'],
  ['map', 'missing'],
  ['list', 9],
)
const orderable = fc.constantFrom<string | number>('open', 'p', 'dotted', '', 'x', 0, 0.5, 3, 4)
const anything = fc.oneof(orderable, fc.constantFrom(true, null, new Set(['y', 'x'])))

const of = path.map((each): Operand => ({ path: each }))
const literal = (values: fc.Arbitrary<string | number | boolean | null | Set<string>>): fc.Arbitrary<Operand> =>
  values.map((value) => ({ value }))
const text = literal(orderable.filter((value) => typeof value === 'string'))
/** Two different paths: the same one on both sides is refused (rule 4.9). */
const paths = fc.uniqueArray(of, { minLength: 2, maxLength: 2, selector: (each) => JSON.stringify(each) })

const simple: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ op: fc.constantFrom('=', '<>'), left: of, right: literal(anything) }),
  fc.record({ op: fc.constantFrom('<', '<=', '>', '>='), left: of, right: literal(orderable) }),
  fc
    .tuple(fc.constantFrom('=', '<', '>='), paths)
    .map(([op, [left, right]]): Condition => ({ op, left: left!, right: right! })),
  fc
    .tuple(of, fc.constantFrom<readonly [string, string] | readonly [number, number]>(['a', 'p'], [0, 3], ['x', 'z']))
    .map(([each, [low, high]]): Condition => ({ op: 'between', of: each, low: { value: low }, high: { value: high } })),
  fc.record({ op: fc.constant('in'), of, among: fc.array(literal(anything), { minLength: 1, maxLength: 3 }) }),
  fc.record({ op: fc.constantFrom('exists', 'notExists'), path }),
  fc.record({ op: fc.constant('beginsWith'), of, prefix: text }),
  fc.record({ op: fc.constant('contains'), of, part: literal(orderable) }),
)
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    simple,
    fc.record({ op: fc.constantFrom('and', 'or'), all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ op: fc.constant('not'), of: tie('condition') }),
  ),
}))

// dynalite decides some of these in ways of its own: missing attributes (rule 4.5), the contents of lists and maps
describe.runIf(dynoxideAvailable())('a printed condition', () => {
  let server: RunningServer
  let driver: Driver

  beforeAll(async () => {
    server = await startDynoxide()
    driver = await dynamoDriver({ endpoint: server.endpoint, region: localRegion, credentials: localCredentials })
    await driver.ensureTable(table)
    await driver.write({ kind: 'put', table, item })
  })

  afterAll(async () => {
    await driver.close()
    await server.stop()
  })

  it('means to a server what it means to the store', async () => {
    await fc.assert(
      fc.asyncProperty(condition, async (filter) => {
        const { items } = await driver.scan({ table, filter })
        expect(items).toHaveLength(matches(filter, item) ? 1 : 0)
      }),
      { numRuns: 500 },
    )
  })
})
