import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { Entity, Service } from 'electrodb'
import { Printout } from '../printout.ts'

const table = 'electrodb-tasks'

/** ElectroDB: two entities in one table, collections over an index, patches with conditions, cursors, transactions. */
export async function electroDb(client: DynamoDBClient): Promise<string[]> {
  const out = new Printout()
  await makeTable(client)
  const app = taskApp(client)
  await write(app, out)
  await read(app, out)
  await together(app, out)
  return out.lines
}

async function makeTable(client: DynamoDBClient): Promise<void> {
  const names = ['pk', 'sk', 'gsi1pk', 'gsi1sk']
  const keys = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ]
  await client.send(
    new CreateTableCommand({
      TableName: table,
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'gsi1', KeySchema: keys('gsi1pk', 'gsi1sk'), Projection: { ProjectionType: 'ALL' } },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- the entities' types are ElectroDB's to infer
function taskApp(client: DynamoDBClient) {
  const employees = new Entity(
    {
      model: { entity: 'employee', version: '1', service: 'taskapp' },
      attributes: {
        employee: { type: 'string' },
        team: { type: 'string', required: true },
        name: { type: 'string', required: true },
        title: { type: ['junior', 'senior'] as const, default: 'junior' },
        skills: { type: 'set', items: 'string' },
        address: { type: 'map', properties: { city: { type: 'string' }, zip: { type: 'number' } } },
      },
      indexes: {
        byId: { pk: { field: 'pk', composite: ['employee'] }, sk: { field: 'sk', composite: [] } },
        assigned: {
          collection: 'assignments',
          index: 'gsi1',
          pk: { field: 'gsi1pk', composite: ['team'] },
          sk: { field: 'gsi1sk', composite: ['employee'] },
        },
      },
    },
    { client, table },
  )
  const tasks = new Entity(
    {
      model: { entity: 'task', version: '1', service: 'taskapp' },
      attributes: {
        project: { type: 'string' },
        task: { type: 'string' },
        team: { type: 'string', required: true },
        status: { type: ['open', 'in-progress', 'done'] as const, default: 'open' },
        points: { type: 'number', default: 0 },
        comments: {
          type: 'list',
          items: { type: 'map', properties: { user: { type: 'string' }, body: { type: 'string' } } },
        },
        tags: { type: 'set', items: 'string' },
        seen: { type: 'number', watch: ['status'], set: () => 1 },
      },
      indexes: {
        byProject: { pk: { field: 'pk', composite: ['project'] }, sk: { field: 'sk', composite: ['task'] } },
        assigned: {
          collection: 'assignments',
          index: 'gsi1',
          pk: { field: 'gsi1pk', composite: ['team'] },
          sk: { field: 'gsi1sk', composite: ['status', 'points'] },
        },
      },
    },
    { client, table },
  )
  return { employees, tasks, service: new Service({ employees, tasks }, { client, table }) }
}

type App = ReturnType<typeof taskApp>

async function write({ employees, tasks }: App, out: Printout): Promise<void> {
  const ada = {
    employee: 'ada',
    team: 'core',
    name: 'Ada',
    skills: ['go', 'sql'],
    address: { city: 'Basel', zip: 4051 },
  }
  out.say('created', (await employees.create(ada).go()).data)
  await out.refused('created again', employees.create(ada).go())
  await employees.put([ada, { ...ada, employee: 'bob', name: 'Bob', title: 'senior' }]).go()
  for (let i = 1; i <= 7; i++) {
    await tasks
      .create({ project: 'backend', task: `t-${i}`, team: i % 2 ? 'core' : 'web', points: i, tags: ['new'] })
      .go()
  }
  const key = { project: 'backend', task: 't-3' }
  const patched = await tasks
    .patch(key)
    .set({ status: 'in-progress' })
    .append({ comments: [{ user: 'janet', body: 'half-baked' }] })
    .data(({ tags }, operation) => {
      operation.add(tags, ['pair']) // dynoxide returns members as they came, which rule 1.18 does not
    })
    .composite({ team: 'core', points: 3 })
    .where(({ status, tags }, { eq, contains }) => `${eq(status, 'open')} AND ${contains(tags, 'new')}`)
    .go({ response: 'all_new' })
  out.say('patched', patched.data)
  await out.refused(
    'patched under a condition that does not hold',
    tasks
      .patch(key)
      .set({ points: 9 })
      .composite({ team: 'core', status: 'done' })
      .where(({ points }, { gt }) => gt(points, 100))
      .go(),
  )
  await out.refused('patched what is not there', employees.patch({ employee: 'no' }).set({ name: 'x' }).go())
  const upserted = await employees
    .upsert({ employee: 'cy', team: 'web', name: 'Cy', address: { city: 'Bern' } })
    .go({ response: 'all_new' })
  out.say('upserted', upserted.data)
  const data = await employees
    .update({ employee: 'ada' })
    .data(({ address, title }, { set, remove }) => {
      set(address.city, 'Bern')
      remove(title)
    })
    .go({ response: 'updated_old' })
  out.say('moved', data.data)
}

async function read({ employees, tasks, service }: App, out: Printout): Promise<void> {
  out.say('one', (await employees.get({ employee: 'ada' }).go()).data)
  out.say('none', (await employees.get({ employee: 'no' }).go()).data)
  const some = await employees
    .get([{ employee: 'ada' }, { employee: 'bob' }, { employee: 'no' }])
    .go({ attributes: ['employee', 'skills'], preserveBatchOrder: true })
  out.say('several', [some.data, some.unprocessed])
  let cursor: string | null = null
  do {
    const page: { data: { task: string }[]; cursor: string | null } = await tasks.query
      .byProject({ project: 'backend' })
      .gte({ task: 't-2' })
      .go({ limit: 2, cursor })
    out.say('page', [page.data.map(({ task }) => task), page.cursor !== null])
    cursor = page.cursor
  } while (cursor !== null)
  const few = await tasks.query
    .byProject({ project: 'backend' })
    .where(({ points, tags }, { between, contains }) => `${between(points, 2, 6)} AND ${contains(tags, 'new')}`)
    .go({ order: 'desc', attributes: ['task', 'points'] })
  out.say('filtered', few.data)
  const open = await tasks.query.assigned({ team: 'core', status: 'open' }).go()
  out.say(
    'on the index',
    open.data.map(({ task }) => task),
  )
  const { data } = await service.collections.assignments({ team: 'core' }).go()
  out.say('a collection', [data.employees.map(({ name }) => name), data.tasks.map(({ task }) => task)])
  const scanned = await tasks.scan.where(({ points }, { gt }) => gt(points, 5)).go({ pages: 'all' })
  out.say('scanned', scanned.data.map(({ task }) => task).toSorted())
  out.say(
    'matched',
    (await employees.match({ name: 'Bob' }).go()).data.map(({ employee }) => employee),
  )
}

async function together({ employees, tasks, service }: App, out: Printout): Promise<void> {
  const hire = () =>
    service.transaction
      .write((entity) => [
        entity.employees.create({ employee: 'dan', team: 'core', name: 'Dan' }).commit(),
        entity.tasks
          .patch({ project: 'backend', task: 't-1' })
          .set({ points: 11 })
          .composite({ team: 'core', status: 'open' })
          .commit(),
        entity.employees
          .check({ employee: 'bob' })
          .where(({ name }, { eq }) => eq(name, 'Bob'))
          .commit(),
        entity.tasks.delete({ project: 'backend', task: 't-7' }).commit(),
      ])
      .go()
  out.say('done', (await hire()).canceled)
  const again = await hire()
  out.say('not done', [again.canceled, again.data.map(({ rejected, code }) => [rejected, code])])
  const both = await service.transaction
    .get((entity) => [
      entity.employees.get({ employee: 'dan' }).commit(),
      entity.tasks.get({ project: 'backend', task: 't-7' }).commit(),
    ])
    .go()
  out.say(
    'read at one moment',
    both.data.map(({ item }) => item),
  )
  out.say('removed', (await employees.remove({ employee: 'bob' }).go({ response: 'all_old' })).data)
  await out.refused('removed again', employees.remove({ employee: 'bob' }).go())
  await tasks
    .delete([
      { project: 'backend', task: 't-1' },
      { project: 'backend', task: 't-2' },
    ])
    .go()
  const left = await tasks.query.byProject({ project: 'backend' }).go({ pages: 'all' })
  out.say(
    'left',
    left.data.map(({ task }) => task),
  )
}
