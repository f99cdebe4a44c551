import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { defineTable } from './index.ts'
import { databaseTest } from './vitest.ts'

const users = defineTable({
  name: 'users',
  partitionKey: 'id',
  indexes: { byRole: { partitionKey: 'role' } },
  stamps: false,
})
const dataset = await mkdtemp(join(tmpdir(), 'cmz-dataset-'))
await writeFile(join(dataset, 'users.json'), '[{"id":"ada","role":"parent"},{"id":"bob","role":"student"}]')
afterAll(() => rm(dataset, { recursive: true, force: true }))

const test = databaseTest({ dataset, tables: [users], now: () => new Date(0) })

describe('a database of its own', () => {
  test('begins with the dataset', async ({ database }) => {
    const store = database.store(users)
    await store.purge('ada')
    await store.create({ id: 'cleo', role: 'parent' })
    expect((await store.list()).map(({ id }) => id)).toEqual(['bob', 'cleo'])
  })

  test('sees nothing of what the test before it wrote', async ({ database }) => {
    const store = database.store(users)
    expect((await store.list()).map(({ id }) => id)).toEqual(['ada', 'bob'])
    expect((await store.query({ index: 'byRole', key: { role: 'parent' } })).items).toEqual([
      { id: 'ada', role: 'parent' },
    ])
  })

  test('can go back to what it began with', async ({ database }) => {
    await database.store(users).purge('ada')
    await database.reset()
    expect(await database.store(users).get('ada')).toEqual({ id: 'ada', role: 'parent' })
  })

  test.concurrent('is another one at the same time (first)', async ({ database, expect: check }) => {
    await database.store(users).updateFields('ada', { role: 'first' })
    check(await database.store(users).get('ada')).toEqual({ id: 'ada', role: 'first' })
  })

  test.concurrent('is another one at the same time (second)', async ({ database, expect: check }) => {
    await database.store(users).updateFields('ada', { role: 'second' })
    check(await database.store(users).get('ada')).toEqual({ id: 'ada', role: 'second' })
  })
})

it('says which file of the dataset is damaged', async () => {
  const damaged = await mkdtemp(join(dataset, 'damaged-'))
  await writeFile(join(damaged, 'users.json'), '[{"id":')
  const { openDatabase } = await import('./index.ts')
  await expect(
    openDatabase({ mode: 'memory', dataset: damaged }).then((each) => each.open(users)),
  ).rejects.toMatchObject({
    name: 'CorruptFileException',
    file: expect.stringContaining(join('damaged-')),
  })
})
