import { dynoxideAvailable } from '@cmz/dynamo-servers'
import { answerOf, type Command, type Contender, meetingsOf, randomTables } from '@cmz/store-conformance'
import type { Driver, Item, ReturnValues, Update } from '@cmz/store-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contender } from '../src/drivers.ts'
import { dynoxideDifferences } from '../src/dynoxide-differences.ts'

const table = randomTables[0]!
const key = { id: 'a' }

interface Example {
  /** What is there before; default: nothing. */
  readonly item?: Item
  readonly command: Command
}

function updating(update: Update, returnValues?: ReturnValues): Command {
  return { call: 'write', request: { kind: 'update', table, key, update, ...(returnValues && { returnValues }) } }
}

function reading(attribute: string): Command {
  return { call: 'transactGet', requests: [{ table, key, projection: [[attribute]] }] }
}

/** One for each rule; the command's own answer differs. */
const examples: Readonly<Record<string, Example>> = {
  '4.14': {
    item: { ...key, a: '\uFF5E' },
    command: {
      call: 'write',
      request: {
        kind: 'delete',
        table,
        key,
        condition: { op: '=', left: { size: ['a'] }, right: { value: 3 } },
      },
    },
  },
  '5.10': {
    item: { ...key, l: [] },
    command: updating([{ op: 'set', path: ['l', 2], to: { value: 'x' } }]),
  },
  '5.11': {
    item: { ...key, l: [0, 1, 2, 3] },
    command: updating([
      { op: 'remove', path: ['l', 0] },
      { op: 'remove', path: ['l', 2] },
    ]),
  },
  '5.12': { item: key, command: updating([{ op: 'remove', path: ['m', 'a'] }]) },
  '5.14': { command: updating([{ op: 'remove', path: ['a'] }]) },
  '6.2': { command: updating([{ op: 'set', path: ['a'], to: { value: 1 } }], 'allOld') },
  '6.3': {
    item: { ...key, l: [0, 1] },
    command: updating([{ op: 'set', path: ['l', 1], to: { value: 2 } }], 'updatedNew'),
  },
  '7.1': { item: key, command: reading('a') },
  '7.2': { item: { ...key, a: 1 }, command: reading('a') },
  '10.7': {
    item: key,
    command: {
      call: 'transactWrite',
      requests: ['a', 'ab'].map((id) => ({
        kind: 'update',
        table,
        key: { id },
        update: [{ op: 'set', path: ['a'], to: { path: ['b'] } }],
      })),
    },
  },
}

describe.runIf(dynoxideAvailable())('a known difference of dynoxide', () => {
  let contenders: readonly Contender[]
  let ours: Driver
  let theirs: Driver

  beforeAll(async () => {
    contenders = [await contender('memory'), await contender('dynoxide')]
    const drivers = await Promise.all(contenders.map(({ session }) => session.driver()))
    ours = drivers[0]!
    theirs = drivers[1]!
    await Promise.all(drivers.map((driver) => driver.ensureTable(table)))
  })

  afterAll(async () => {
    await Promise.all([ours.close(), theirs.close()])
    await Promise.all(contenders.map(({ session }) => session.end()))
  })

  it.each(dynoxideDifferences)('is there: rule $rule, $instead', async ({ rule, isMetBy }) => {
    const { item, command } = examples[rule]!
    for (const driver of [ours, theirs]) {
      await driver.write(item === undefined ? { kind: 'delete', table, key } : { kind: 'put', table, item })
    }
    expect(isMetBy(command, await meetingsOf(ours, command))).toBe(true)
    expect(await answerOf(theirs, command, '')).not.toEqual(await answerOf(ours, command, ''))
  })

  it('has an example, and each example a difference', () => {
    expect(Object.keys(examples).toSorted()).toEqual(dynoxideDifferences.map(({ rule }) => rule).toSorted())
  })
})
