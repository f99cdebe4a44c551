import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type Entity, Table } from 'dynamodb-onetable'
import { Printout } from '../printout.ts'

const schema = {
  format: 'onetable:1.1.0',
  version: '0.0.1',
  indexes: {
    primary: { hash: 'pk', sort: 'sk' },
    gs1: { hash: 'gs1pk', sort: 'gs1sk', project: 'all', follow: true },
  },
  models: {
    Account: {
      pk: { type: String, value: 'account:${id}' },
      sk: { type: String, value: 'account:' },
      id: { type: String, required: true },
      name: { type: String, required: true, unique: true },
      plan: { type: String, default: 'free' },
      settings: { type: Object, schema: { theme: { type: String }, size: { type: Number } } },
    },
    User: {
      pk: { type: String, value: 'account:${account}' },
      sk: { type: String, value: 'user:${email}' },
      account: { type: String, required: true },
      email: { type: String, required: true },
      role: { type: String, enum: ['user', 'admin'], default: 'user' },
      balance: { type: Number, default: 0 },
      gs1pk: { type: String, value: 'role:${role}' },
      gs1sk: { type: String, value: 'user:${email}' },
    },
  },
  params: { timestamps: false },
} as const

/** OneTable: models over one table that it makes itself, unique attributes by transactions, pages, batches. */
export async function oneTable(client: DynamoDBClient): Promise<string[]> {
  const out = new Printout()
  const table = new Table({ client, name: 'onetable-accounts', schema, partial: true })
  await table.createTable()
  out.say('there', await table.exists())
  await write(table, out)
  await read(table, out)
  await together(table, out)
  await table.deleteTable('DeleteTableForever')
  out.say('there', await table.exists())
  return out.lines
}

type Accounts = Table<typeof schema>

async function write(table: Accounts, out: Printout): Promise<void> {
  const accounts = table.getModel('Account')
  const users = table.getModel('User')
  out.say('created', await accounts.create({ id: '1', name: 'Acme', settings: { theme: 'dark', size: 2 } }))
  await out.refused('a name that is taken', accounts.create({ id: '2', name: 'Acme' }))
  for (const email of ['ada', 'bob', 'cy', 'dan', 'eve']) {
    await users.create({ account: '1', email, role: email < 'c' ? 'admin' : 'user' })
  }
  await out.refused('created twice', users.create({ account: '1', email: 'ada' }))
  out.say('renamed', await accounts.update({ id: '1', name: 'Apex', settings: { size: 3 } }))
  out.say('the old name is free', (await accounts.create({ id: '2', name: 'Acme' }))?.name)
  const user = { account: '1', email: 'ada' }
  out.say('added', await users.update(user, { add: { balance: 10.5 } }))
  out.say('moved in the index', await users.update({ ...user, role: 'user' }, { where: '${balance} > {5}' }))
  await out.refused(
    'under a condition that does not hold',
    users.update({ ...user, balance: 0 }, { where: '${balance} > {50}' }),
  )
}

async function read(table: Accounts, out: Printout): Promise<void> {
  const accounts = table.getModel('Account')
  const users = table.getModel('User')
  out.say('one', await accounts.get({ id: '1' }))
  out.say('none', await accounts.get({ id: 'no' }))
  out.say('found', (await users.find({ account: '1' }, { reverse: true, fields: ['email'] })).map(emailOf))
  out.say('few', (await users.find({ account: '1' }, { where: '${balance} >= {10}' })).map(emailOf))
  out.say('on the index', (await users.find({ role: 'user' }, { index: 'gs1' })).map(emailOf))
  out.say('counted', (await users.find({ account: '1' }, { count: true })).count)
  let next: object | undefined
  do {
    const page = await users.find({ account: '1' }, { limit: 2, ...(next && { next }) })
    out.say('page', page.map(emailOf))
    next = page.next
  } while (next !== undefined)
  out.say('scanned', (await users.scan({ role: 'admin' })).map(emailOf))
  const both = await table.queryItems({ pk: 'account:1' }, { parse: true, hidden: true })
  out.say(
    'all of an account',
    both.map((each) => each['sk']),
  )
}

function emailOf({ email }: Partial<Entity<typeof schema.models.User>>): string | undefined {
  return email
}

async function together(table: Accounts, out: Printout): Promise<void> {
  const users = table.getModel('User')
  const batch = {}
  await users.create({ account: '3', email: 'x' }, { batch, exists: null })
  await users.create({ account: '3', email: 'y' }, { batch, exists: null })
  await table.batchWrite(batch)
  const change = async (): Promise<unknown> => {
    const transaction = {}
    await users.update({ account: '3', email: 'x' }, { add: { balance: 1 }, transaction })
    await users.create({ account: '3', email: 'z' }, { transaction })
    await users.remove({ account: '3', email: 'y' }, { transaction })
    return table.transact('write', transaction)
  }
  await change()
  await out.refused('changed twice', change())
  out.say(
    'left',
    (await users.find({ account: '3' })).map(({ email, balance }) => [email, balance]),
  )
  await users.remove({ account: '3', email: 'x' })
  out.say('removed', await users.get({ account: '3', email: 'x' }))
}
