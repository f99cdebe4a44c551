import { readFileSync } from 'node:fs'
import { dynoxideAvailable, type RunningServer, startDynoxide } from '@cmz/dynamo-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agree } from '../src/difference.ts'
import { dynoxideDifferences } from '../src/dynoxide-differences/index.ts'
import { schemas } from '../src/generate/schemas.ts'
import type { Json, JsonObject } from '../src/json.ts'
import { meet } from '../src/meet.ts'
import { openOurs, type Ours } from '../src/ours.ts'
import { overHttp } from '../src/over-http.ts'
import { fill, makeTables, type Pair } from '../src/pair.ts'
import { stateOf } from '../src/table-state.ts'

interface Example {
  readonly rule: string
  /** What is there before, by table. */
  readonly items?: Readonly<Record<string, readonly JsonObject[]>>
  /** What is sent before. */
  readonly before?: readonly (readonly [operation: string, input: JsonObject])[]
  readonly operation: string
  readonly input: JsonObject
}

const a = { S: 'a' }
const atLimit = { p: a, pad: { S: 'x'.repeat(409_600 - 'ppad'.length - a.S.length) } }
let deep: Json = a
for (let level = 0; level < 70; level++) deep = { L: [deep] }

/** One for each difference: a request that is answered otherwise for its reason. */
const examples: readonly Example[] = [
  ...readFileSync(new URL('dynoxide-examples.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Example),
  {
    rule: '1.19',
    operation: 'Query',
    input: {
      TableName: 'plain.text',
      KeyConditionExpression: 'p = :p',
      ExpressionAttributeValues: { ':p': deep },
    },
  },
  {
    rule: '3.5',
    items: { 'plain.text': [atLimit] },
    operation: 'UpdateItem',
    input: { TableName: 'plain.text', Key: { p: a }, UpdateExpression: 'REMOVE t' },
  },
  {
    rule: 'dynoxide: faults of an update',
    items: { 'plain.text': [atLimit] },
    operation: 'UpdateItem',
    input: {
      TableName: 'plain.text',
      Key: { p: a },
      UpdateExpression: 'REMOVE m.x SET k = :v',
      ExpressionAttributeValues: { ':v': a },
    },
  },
  {
    rule: 'dynoxide: sizes in a transaction',
    operation: 'TransactWriteItems',
    input: {
      TransactItems: [
        {
          ConditionCheck: {
            TableName: 'plain.text',
            Key: { p: { S: 'b' } },
            ConditionExpression: `attribute_exists(p)${' '.repeat(4096)}`,
          },
        },
        { Put: { TableName: 'plain.text', Item: { ...atLimit, more: a } } },
      ],
    },
  },
]

describe.runIf(dynoxideAvailable())('a known difference of dynoxide', () => {
  let server: RunningServer
  let ours: Ours
  let theirs: ReturnType<typeof overHttp>
  let pair: Pair

  beforeAll(async () => {
    server = await startDynoxide()
    ours = await openOurs('memory')
    theirs = overHttp(server.endpoint)
    pair = { ours, theirs }
  })

  afterAll(async () => {
    theirs.close()
    await Promise.all([ours.close(), server.stop()])
  })

  it.each(examples)('is there: $rule', async ({ rule, items = {}, before = [], operation, input }) => {
    const tables = schemas.filter(({ name }) => JSON.stringify([input, before]).includes(`"${name}"`))
    await makeTables(pair, tables)
    for (const each of before) {
      const body = JSON.stringify(each[1])
      await Promise.all([pair.ours.answer(each[0], body), pair.theirs.answer(each[0], body)])
    }
    for (const schema of tables) await fill(pair, schema, items[schema.name] ?? [])
    const states = new Map(
      await Promise.all(tables.map(async (schema) => [schema.name, await stateOf(ours, schema)] as const)),
    )
    const { meeting } = await meet(pair, { operation, input }, tables, states)
    expect(agree(meeting)).toBe(false)
    expect(dynoxideDifferences.filter(({ isMetBy }) => isMetBy(meeting)).map((each) => each.rule)).toContain(rule)
  })

  it('has an example, and each example a difference', () => {
    expect([...new Set(examples.map(({ rule }) => rule))].toSorted()).toEqual(
      dynoxideDifferences.map(({ rule }) => rule).toSorted(),
    )
  })
})
