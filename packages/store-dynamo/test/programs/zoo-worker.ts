import { setImmediate as turn } from 'node:timers/promises'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import { attempt, Database } from '@cmz/store-core'
import { dynamoDriver } from '../../src/index.ts'
import { counters, members } from '../shared-tables.ts'

// one process of several on the same tables: does its part with many callers at a time, and tells what it won

const [endpoint, work, count] = process.argv.slice(2)
const callers = 64
const database = new Database(() => dynamoDriver({ endpoint, region: localRegion, credentials: localCredentials }))
const store = database.store(counters)

/** Runs so many calls, some at a time. */
async function spread(times: number, call: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < times; index = next++) await call(index)
  }
  await Promise.all(Array.from({ length: callers }, lane))
}

const won: number[] = []
switch (work) {
  case 'increment':
    await spread(Number(count), async () => {
      await store.update('one', ({ n }) => [n!.increment()])
    })
    break
  case 'join': {
    const people = database.store(members)
    await spread(Number(count), async (index) => {
      const outcome = await attempt(people.create({ email: `m${index}@zoo` }))
      if (outcome.met) won.push(index)
    })
    break
  }
  case 'transfer':
    await spread(Number(count), async () => {
      await database.transact((tx) => {
        tx.on(store).update('left', ({ n }) => [n!.increment()])
        tx.on(store).update('right', ({ n }) => [n!.decrement()])
      })
      await turn()
    })
    break
  default:
    throw new TypeError(`There is no work called ${work}`)
}
await database.close()
process.stdout.write(JSON.stringify(won))
