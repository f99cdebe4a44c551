import { localCredentials, localRegion, type RunningServer } from '@cmz/dynamo-servers'
import { Database, defineTable } from '@cmz/store-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { servers } from './servers.ts'

const zoo = defineTable({ name: 'zoo', partitionKey: 'animalId', idPrefix: 'animal' })

describe.each(servers)('on $name', ({ start }) => {
  let server: RunningServer

  beforeAll(async () => {
    server = await start()
  })

  afterAll(() => server.stop())

  it('carries a store', async () => {
    const options = { endpoint: server.endpoint, region: localRegion, credentials: localCredentials }
    await using database = new Database(() => dynamoDriver(options))
    const animals = database.store(zoo)
    const animalId = (await animals.create({ name: 'Ada', weight: 12.5 }))['animalId'] as string
    expect(animalId).toMatch(/^animal_/)
    await animals.updateFields(animalId, { weight: 13 })
    expect(await animals.get(animalId)).toMatchObject({ animalId, name: 'Ada', weight: 13 })
    await expect(animals.create({ animalId, name: 'Bob' })).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    })
    await animals.softDelete(animalId)
    expect(await animals.list()).toEqual([])
    await animals.recover(animalId)
    expect(await animals.list({ where: ({ weight }) => weight!.eq(13) })).toHaveLength(1)
    await animals.purge(animalId)
    expect(await animals.get(animalId)).toBeUndefined()
  })
})
