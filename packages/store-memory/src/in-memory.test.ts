import { defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { LayeredItems } from './items.ts'
import { memoryDriver } from './memory-driver.ts'

const users = defineTable({ name: 'users', partitionKey: 'id' })
const families = defineTable({ name: 'families', partitionKey: 'id' })

/** A driver whose users start with `a`, and a count of how often that was asked for. */
function started() {
  const asked: string[] = []
  const driver = memoryDriver({
    startingItems: async ({ name }) => {
      asked.push(name)
      return name === 'users' ? new LayeredItems(new Map([['a', { id: 'a' }]])) : undefined
    },
  })
  const ids = async (table = users, from = driver): Promise<readonly unknown[]> =>
    (await from.scan({ table })).items.map((item) => item['id']).toSorted((left, right) => (left! < right! ? -1 : 1))
  const put = (id: string, table = users) => driver.write({ kind: 'put', table, item: { id } })
  return { driver, asked, ids, put }
}

describe('a database in memory', () => {
  it('starts with what it is given, which is asked for once', async () => {
    const { driver, asked, ids, put } = started()
    await Promise.all([driver.ensureTable(users), driver.ensureTable(users, families)])
    await driver.ensureTable(defineTable({ name: 'users', partitionKey: 'id' }))
    expect(await ids()).toEqual(['a'])
    await put('b')
    await driver.ensureTable(
      defineTable({ name: 'users', partitionKey: 'id', indexes: { byN: { partitionKey: 'n' } } }),
    )
    expect(await ids()).toEqual(['a', 'b'])
    expect(new Set(asked)).toEqual(new Set(['users', 'families']))
  })

  it('goes back to that when it is reset, with every table', async () => {
    const { driver, ids, put } = started()
    await driver.ensureTable(users, families)
    await put('b')
    await put('f', families)
    await driver.write({ kind: 'delete', table: users, key: { id: 'a' } })
    for (let round = 0; round < 2; round++) {
      await driver.reset!()
      expect([await ids(), await ids(families)]).toEqual([['a'], []])
      await put('c')
      expect(await ids()).toEqual(['a', 'c'])
    }
  })

  it('asks again where it could not be told what it starts with', async () => {
    let isBroken = true
    const driver = memoryDriver({
      startingItems: async () => {
        if (isBroken) throw new Error('damaged')
        return new LayeredItems(new Map([['a', { id: 'a' }]]))
      },
    })
    await expect(driver.ensureTable(users)).rejects.toThrow('damaged')
    await expect(driver.get({ table: users, key: { id: 'a' } })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    isBroken = false
    await driver.ensureTable(users)
    expect(await driver.get({ table: users, key: { id: 'a' } })).toEqual({ id: 'a' })
  })

  it('forked goes back to what it was when it was forked', async () => {
    const { driver, ids, put } = started()
    await driver.ensureTable(users)
    await put('b')
    const fork = await driver.fork!()
    await fork.write({ kind: 'put', table: users, item: { id: 'c' } })
    const second = await fork.fork!()
    await fork.reset!()
    expect(await ids(users, fork)).toEqual(['a', 'b'])
    await second.write({ kind: 'delete', table: users, key: { id: 'a' } })
    await second.reset!()
    expect(await ids(users, second)).toEqual(['a', 'b', 'c'])
    await driver.reset!()
    expect(await ids()).toEqual(['a'])
    expect(await ids(users, fork)).toEqual(['a', 'b'])
  })

  it('hands out copies, also of what it starts with and what forks share', async () => {
    const { driver } = started()
    await driver.ensureTable(users)
    const request = { table: users, key: { id: 'a' } }
    const fork = await driver.fork!()
    for (const each of [driver, fork]) {
      const item = (await each.get(request)) as Record<string, unknown>
      item['changed'] = true
      const { items } = await each.scan({ table: users })
      ;(items[0] as Record<string, unknown>)['changed'] = true
    }
    await driver.reset!()
    for (const each of [driver, fork]) expect(await each.get(request)).toEqual({ id: 'a' })
  })
})
