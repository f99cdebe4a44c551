import { openDatabase } from '@cmz/store'
import { expect, it } from 'vitest'
import { faultsOf } from '../../test/faults.ts'
import type { OpenApp } from '../../test/open-app.ts'
import { crashing } from '../../test/watched-database.ts'
import { openZooWithFamilies, requests } from '../../test/zoo-requests.ts'

it.each(requests)('$method $path $body is done as a whole or not at all, and then by repeating it', async (request) => {
  const { zoo, crashAfter } = await open()
  const before = await everything(zoo)
  crashAfter(0)
  expect((await zoo.send(request)).status).toBe(500)
  expect(await everything(zoo)).toEqual(before)
  crashAfter(1)
  expect([200, 201, 204]).toContain((await zoo.send(request)).status)
  expect(await everything(zoo)).not.toEqual(before)
  expect(await faultsOf(zoo.database, zoo.tables)).toEqual([])
})

it('keeps the rules wherever the deletion of a family broke off that more name than one transaction can write to', async () => {
  const { zoo, crashAfter } = await open()
  const familyId = (await zoo.database.store(zoo.tables.user).get('b'))!.familyId!
  for (let count = 0; count < 210; count++) await zoo.user('none', { familyId })
  const naming = async () => (await zoo.call('GET', `/user?familyId=${familyId}`)).body.total
  const left = [await naming()]
  for (let status = 500; status !== 204; left.push(await naming())) {
    crashAfter(1)
    status = (await zoo.call('DELETE', `/family/${familyId}`)).status
    expect(await faultsOf(zoo.database, zoo.tables)).toEqual([])
    const family = await zoo.call('GET', `/family/${familyId}`)
    if (status === 500) expect(family).toMatchObject({ status: 200, body: { parents: ['a'], students: ['b'] } })
    else expect([status, family.status]).toEqual([204, 404])
  }
  expect(left).toEqual([212, 113, 14, 0])
})

async function open() {
  const { database, crashAfter } = crashing(await openDatabase({ mode: 'memory' }))
  return { zoo: await openZooWithFamilies(database), crashAfter }
}

async function everything({ database, tables }: OpenApp): Promise<unknown> {
  const all = [tables.user, tables.userDetails, tables.family]
  return Promise.all(
    all.map((table) => database.store(table.name, table.partitionKey.name).list({ includeDeleted: true })),
  )
}
