import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { animals, users, visits } from './zoo.ts'

const everything = {
  name: 'everything',
  partitionKey: 'zoo',
  sortKey: { name: 'number', type: 'N' },
  indexes: {
    byName: { partitionKey: 'name' },
    byChip: { partitionKey: { name: 'chip', type: 'B' }, sortKey: 'name', projection: 'KEYS_ONLY', foreign: true },
    byAge: { kind: 'local', sortKey: { name: 'age', type: 'N' }, projection: ['name', 'colour'] },
  },
} as const

export const tables: readonly Scenario[] = theme('tables', {
  'a table is made on first use, and using it again changes nothing': async ({ database, driver, table }) => {
    const definition = table(animals)
    const store = database().store(definition)
    await store.create({ animalId: 'leo' })
    await driver().ensureTable(definition)
    await Promise.all([driver().ensureTable(definition), driver().ensureTable(definition)])
    expect(await database().store(definition).list()).toEqual([{ animalId: 'leo' }])
  },
  'a database makes tables when it is opened': async ({ database, driver, table }) => {
    const definition = table(users)
    await database().open(definition)
    expect((await driver().describeTable(definition.name)).name).toBe(definition.name)
  },
  'describeTable tells keys and indexes': async ({ database, table }) => {
    const definition = table(everything)
    const opened = await database().open(definition)
    const described = await opened.describeTable(definition.name)
    expect(described.name).toBe(definition.name)
    expect(described.partitionKey).toEqual({ name: 'zoo', type: 'S' })
    expect(described.sortKey).toEqual({ name: 'number', type: 'N' })
    const { byAge, ...others } = described.indexes
    expect(others).toEqual({
      byName: { kind: 'global', partitionKey: { name: 'name', type: 'S' }, projection: 'ALL' },
      byChip: {
        kind: 'global',
        partitionKey: { name: 'chip', type: 'B' },
        sortKey: { name: 'name', type: 'S' },
        projection: 'KEYS_ONLY',
      },
    })
    expect(byAge).toMatchObject({
      kind: 'local',
      partitionKey: { name: 'zoo', type: 'S' },
      sortKey: { name: 'age', type: 'N' },
    })
    expect([...(byAge!.projection as readonly string[])].toSorted()).toEqual(['colour', 'name', 'softDelete'])
  },
  'describeTable of a table without sort key and indexes names neither': async ({ database, table }) => {
    const definition = table(animals)
    const opened = await database().open(definition)
    const described = await opened.describeTable(definition.name)
    expect(described).toMatchObject({ partitionKey: { name: 'animalId', type: 'S' }, indexes: {} })
    expect(described.sortKey).toBeUndefined()
    expect(described.indexes).toEqual({})
  },
  'describeTable of a table that does not exist fails': {
    rule: '12.9',
    run: async ({ database, table }) => {
      const { name } = table(animals)
      const error = await refused(database().describeTable(name), 'ResourceNotFoundException')
      expect(error.table).toBe(name)
    },
  },
  'a table that exists with other keys is refused and left as it is': async ({ database, driver, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo' })
    const others = [
      table({ ...animals, partitionKey: 'id' }),
      table({ ...animals, partitionKey: { name: 'animalId', type: 'N' } }),
      table({ ...animals, sortKey: 'day' }),
    ]
    for (const other of others) {
      const error = await refused(driver().ensureTable(other), 'ValidationException')
      expect(error.table).toBe(other.name)
      await refused(
        database()
          .store(other as never)
          .list(),
        'ValidationException',
      )
    }
    expect(await store.list()).toEqual([{ animalId: 'leo' }])
  },
  'a table that exists with a sort key is refused without it': async ({ database, driver, table }) => {
    await database().open(table(visits))
    await refused(
      driver().ensureTable(table({ ...animals, name: visits.name, partitionKey: 'zoo' })),
      'ValidationException',
    )
  },
  'an index that exists with other keys is refused': async ({ database, driver, table }) => {
    const index = (partitionKey: string) => table({ ...animals, indexes: { byOne: { partitionKey } } })
    await database().store(index('species')).create({ animalId: 'leo', species: 'lion', home: 'north' })
    const error = await refused(driver().ensureTable(index('home')), 'ValidationException', /byOne/)
    expect(error.table).toBe(index('home').name)
    const found = await database()
      .store(index('species'))
      .query({ index: 'byOne', key: { species: 'lion' } })
    expect(found.items).toHaveLength(1)
  },
  'a definition may leave out an index that exists': async ({ database, table }) => {
    const whole = table({ ...animals, indexes: { bySpecies: { partitionKey: 'species' } } })
    await database().open(whole)
    await database().store(table(animals)).create({ animalId: 'leo', species: 'lion' })
    const { items } = await database()
      .store(whole)
      .query({ index: 'bySpecies', key: { species: 'lion' } })
    expect(items).toEqual([{ animalId: 'leo', species: 'lion' }])
  },
  'tables do not see the items of each other': async ({ database, table }) => {
    const opened = database()
    const one = opened.store(table({ ...animals, name: 'one' }))
    const two = opened.store(table({ ...animals, name: 'two' }))
    await one.create({ animalId: 'leo', from: 'one' })
    await two.create({ animalId: 'leo', from: 'two' })
    await one.purge('leo')
    expect(await one.list()).toEqual([])
    expect(await two.list()).toEqual([{ animalId: 'leo', from: 'two' }])
  },
  'a table can be used by its name and key alone': async ({ database, table }) => {
    const definition = table(users)
    const store = database().store(definition.name, 'userId')
    const created = await store.create({ userId: 'ada', anything: { goes: [1] } })
    expect(await store.get('ada')).toEqual(created)
    expect(await database().store(definition).get('ada')).toEqual(created)
  },
  'table names may hold dots, dashes and underscores': {
    rule: '12.1',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, name: 'A.b_c-9' }))
      await store.create({ animalId: 'leo' })
      expect(await store.list()).toHaveLength(1)
    },
  },
  'a table may have as many indexes as DynamoDB allows': {
    rule: '12.6',
    run: async ({ database, table }) => {
      const indexes = Object.fromEntries(
        Array.from({ length: 20 }, (_, index) => [`by${index}`, { partitionKey: `key${index}` }]),
      )
      const store = database().store(table({ ...animals, indexes }))
      await store.create({ animalId: 'leo', key19: 'x' })
      const found = await store.query({ index: 'by19', key: { key19: 'x' } })
      expect(found.items).toHaveLength(1)
    },
  },
})
