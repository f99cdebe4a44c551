// oxlint-disable-next-line typescript/triple-slash-reference -- whoever imports this file needs the types too
/// <reference path="./dynamodb-store.d.ts" />
import { AWS } from './old-sdk.ts'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import Store from 'dynamodb-store'
import type { SessionData } from 'express-session'
import { Printout } from '../printout.ts'
import { browse } from './browse.ts'
import { promised } from './connect-dynamodb.ts'

const name = 'store-sessions'

/** dynamodb-store, a session store on the SDK v2, which checks the checksum of every answer. */
export async function dynamodbStore(endpoint: string): Promise<string[]> {
  const out = new Printout()
  const dynamoConfig = { endpoint, region: localRegion, ...localCredentials }
  const open = (options: object): Promise<Store> =>
    new Promise((resolve, reject) => {
      const store = new Store(
        { table: { name, hashPrefix: 's:' }, dynamoConfig, touchInterval: 0, ...options },
        (error) => (error ? reject(error) : resolve(store)),
      )
    })
  const store = await open({ ttl: 60_000 })
  const client = new AWS.DynamoDB(dynamoConfig)
  const documents = new AWS.DynamoDB.DocumentClient({ service: client })
  const { Table } = await client.describeTable({ TableName: name }).promise()
  out.say('table', [Table?.TableStatus, Table?.KeySchema, Table?.ProvisionedThroughput?.WriteCapacityUnits])
  await open({}) // it finds the table
  await browse(store, out)

  const read = (from: Store, id: string): Promise<unknown> => promised((done) => from.get(id, done))
  await promised((done) => store.set('a', session, done))
  const { updated, ...rest } = (await read(store, 'a')) as SessionData & { updated: number }
  out.say('read', [rest, Math.abs(Date.now() - updated) < 60_000])
  out.say('none', await read(store, 'none'))
  const longer = await open({ ttl: 3_600_000 })
  const expiry = async (): Promise<number> => {
    const { Item } = await documents.get({ TableName: name, Key: { sessionId: 's:a' } }).promise()
    return Number(Item?.['expires']) - Date.now() / 1000
  }
  out.say('lives for more than a minute', (await expiry()) > 61)
  await promised((done) => longer.touch('a', session, done))
  out.say('once touched', (await expiry()) > 61)

  const short = await open({ ttl: -1_000 })
  await promised((done) => short.set('late', session, done))
  const count = async (): Promise<unknown> =>
    (
      await documents
        .scan({
          TableName: name,
          FilterExpression: 'begins_with(sessionId, :s)',
          ExpressionAttributeValues: { ':s': 's:late' },
        })
        .promise()
    ).Count
  out.say('late ones', await count())
  const keeping = await open({ keepExpired: true })
  out.say('read late', [await read(keeping, 'late'), await count()])
  out.say('read late by who removes it', [await read(store, 'late'), await count()])
  await promised((done) => store.destroy('a', done))
  out.say('destroyed', await read(store, 'a'))
  await out.refused(
    'touched what is gone',
    promised((done) => store.touch('a', session, done)),
  )
  await out.refused('a wrong key', documents.get({ TableName: name, Key: { no: 1 } }).promise())
  return out.lines
}

const session = {
  cookie: { originalMaxAge: null },
  visits: 3,
  user: { name: 'x', roles: ['a'] },
} as unknown as SessionData
