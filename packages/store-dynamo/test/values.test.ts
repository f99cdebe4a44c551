import { localCredentials, localRegion, type RunningServer } from '@cmz/dynamo-servers'
import {
  Decimal,
  defineTable,
  type Driver,
  equal,
  type Item,
  type NumberValue,
  parseNumber,
  type Value,
} from '@cmz/store-core'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { servers } from './servers.ts'

const table = defineTable({ name: 'values', partitionKey: 'id' })
const key = { id: 'a' }

/** Any number that DynamoDB holds, in the store's form: up to 38 digits, 1E-130 to 9.9…E+125. */
const number = fc
  .tuple(fc.boolean(), fc.stringMatching(/^[1-9][0-9]{0,37}$/), fc.integer({ min: -130, max: 88 }))
  .map(([negative, digits, exponent]) => parseNumber(`${negative ? '-' : ''}${digits}e${exponent}`))
const anyNumber = fc.oneof(number, fc.integer(), fc.constantFrom(0, 1e100, 0.1, 2 ** 53, 9007199254740993n))
const text = fc.string({ unit: 'grapheme' })
const bytes = fc.uint8Array({ maxLength: 20 })
/** Not `__proto__`, which the SDK loses and the store therefore refuses. */
const name = fc
  .oneof(text, fc.constantFrom('constructor', 'toString', 'L', 'NS', 'value', 'status'))
  .filter((each) => each !== '__proto__')

const set = fc.oneof(
  fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
  fc.uniqueArray(anyNumber, { minLength: 1, maxLength: 4, selector: String }),
  fc.uniqueArray(bytes, { minLength: 1, maxLength: 4, selector: String }),
) as fc.Arbitrary<Value[]>
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    anyNumber,
    bytes,
    fc.boolean(),
    fc.constant(null),
    set.map((members) => new Set(members) as Value),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))
const attribute = name.filter((each) => each !== '' && each !== 'id')
const item: fc.Arbitrary<Item> = fc
  .dictionary(attribute, value, { maxKeys: 5, noNullPrototype: true })
  .map((attributes) => ({ ...attributes, ...key }))

describe.each(servers)('on $name', ({ start }) => {
  let server: RunningServer
  let driver: Driver

  beforeAll(async () => {
    server = await start()
    driver = await dynamoDriver({ endpoint: server.endpoint, region: localRegion, credentials: localCredentials })
    await driver.ensureTable(table)
  })

  afterAll(async () => {
    await driver.close()
    await server.stop()
  })

  it('nothing is lost on the way to the server and back', async () => {
    await fc.assert(
      fc.asyncProperty(item, async (written) => {
        await driver.write({ kind: 'put', table, item: written })
        const read = await driver.get({ table, key })
        expect(read).toEqual(written)
        // a Decimal shows nothing to toEqual
        expect(equal(read, written)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it.each<[string, NumberValue, NumberValue]>([
    ['minus zero', -0, 0],
    ['a googol', 10n ** 100n, 1e100],
    ['38 digits', 12345678901234567890123456789012345678n, 12345678901234567890123456789012345678n],
    ['the smallest', new Decimal('1e-130'), 1e-130],
    ['a number beyond 2^53', 2 ** 60, 2 ** 60],
    ['a fraction that no double holds', new Decimal('0.10000000000000000001'), new Decimal('0.10000000000000000001')],
  ])('%s', async (_what, written, read) => {
    await driver.write({ kind: 'put', table, item: { ...key, n: written } })
    const n = (await driver.get({ table, key }))!['n'] as NumberValue
    expect([typeof n, n.toString()]).toEqual([typeof read, read.toString()])
  })
})
