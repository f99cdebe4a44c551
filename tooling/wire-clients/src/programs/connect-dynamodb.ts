import { type DynamoDB, ScanCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import connect from 'connect-dynamodb'
import session, { type SessionData } from 'express-session'
import { Printout } from '../printout.ts'
import { browse } from './browse.ts'

const table = 'connect-sessions'

/** connect-dynamodb, a session store on the SDK v3: it makes its table, touches sessions, and reaps expired ones. */
export async function connectDynamodb(client: DynamoDB): Promise<string[]> {
  const out = new Printout()
  const Store = connect(session)
  const store = new Store({ client, table })
  await store.initialize()
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: table,
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    }),
  )
  await browse(store, out)
  const left = async (): Promise<unknown> =>
    (await client.send(new ScanCommand({ TableName: table }))).Items?.map(({ id }) =>
      id?.S?.startsWith('sess:s-') ? id.S : 'of the browser',
    ).toSorted()
  out.say('sessions', await left())

  await promised((done) => store.set('s-live', sessionFor(60_000), done))
  await promised((done) => store.set('s-late', sessionFor(-60_000), done))
  const read = (id: string): Promise<unknown> => promised((done) => store.get(id, done))
  out.say('live', await read('s-live'))
  out.say('late', await read('s-late'))
  out.say('none', await read('s-none'))
  const before = Date.now() / 1000
  const touched = await promised<{ expires: string }>((done) => store.touch('s-live', sessionFor(600_000), done))
  out.say('touched', Number(touched?.expires) >= before + 599)
  out.say('sessions', await left())
  await promised((done) => store.reap(done)) // a scan with the old parameters
  out.say('after reaping', await left())
  await promised((done) => store.destroy('s-live', done))
  out.say('destroyed', await read('s-live'))
  return out.lines
}

function sessionFor(maxAge: number): SessionData {
  return { cookie: { maxAge, originalMaxAge: maxAge }, visits: 1, user: { name: 'x', roles: [] } }
}

/** What a call with a callback gives. */
export function promised<T>(
  call: (done: (error?: unknown, value?: T | null) => void) => unknown,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value ?? undefined)))
  })
}
