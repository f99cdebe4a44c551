import { openDatabase } from '@cmz/store'
import { expect, it } from 'vitest'
import { crashing } from '../../test/crashing-database.ts'
import { faultsOf } from '../../test/faults.ts'
import { type OpenApp, openApp } from '../../test/open-app.ts'

interface Request {
  readonly method: string
  readonly path: string
  readonly body?: object
}

/** Two families (a and b; c, d and e) and f, who has none. */
const requests: readonly Request[] = [
  { method: 'POST', path: '/family', body: { familyName: 'New', parents: ['a', 'c', 'f'], students: ['b', 'd'] } },
  { method: 'PATCH', path: '/family/{first}', body: { parents: ['c', 'f'], students: ['d'] } },
  { method: 'PATCH', path: '/family/{first}', body: { students: ['a'], parents: ['b'] } },
  { method: 'DELETE', path: '/family/{first}' },
  { method: 'POST', path: '/user', body: { email: 'g@example.com', userType: 'student', familyId: '{first}' } },
  {
    method: 'POST',
    path: '/user',
    body: { email: 'g@example.com', userType: 'student', familyId: '{first}', userId: 'g' },
  },
  { method: 'PATCH', path: '/user/b', body: { familyId: '{second}' } },
  { method: 'PATCH', path: '/user/b', body: { familyId: '{second}', userType: 'parent' } },
  { method: 'PATCH', path: '/user/b', body: { familyId: null } },
  { method: 'PATCH', path: '/user/b', body: { userType: 'parent' } },
  { method: 'PATCH', path: '/user/f', body: { familyId: '{first}' } },
  { method: 'DELETE', path: '/user/b' },
  { method: 'POST', path: '/user_details', body: { userId: 'd' } },
]

it.each(requests)('$method $path $body is done as a whole or not at all, and then by repeating it', async (request) => {
  const { zoo, send, crashAfter } = await open(request)
  const before = await everything(zoo)
  crashAfter(0)
  expect((await send()).status).toBe(500)
  expect(await everything(zoo)).toEqual(before)
  crashAfter(1)
  expect([200, 201, 204]).toContain((await send()).status)
  expect(await everything(zoo)).not.toEqual(before)
  expect(await faultsOf(zoo.database, zoo.tables)).toEqual([])
})

it('keeps the rules wherever the deletion of a family broke off that more name than one transaction can write to', async () => {
  const { zoo, send, crashAfter } = await open({ method: 'DELETE', path: '/family/{first}' })
  const familyId = (await zoo.database.store(zoo.tables.user).get('b'))!.familyId!
  for (let count = 0; count < 210; count++) await zoo.user('none', { familyId })
  const naming = async () => ((await zoo.call('GET', `/user?familyId=${familyId}`)).body as { total: number }).total
  const left = [await naming()]
  for (let status = 500; status !== 204; left.push(await naming())) {
    crashAfter(1)
    status = (await send()).status
    expect([204, 500]).toContain(status)
    expect(await faultsOf(zoo.database, zoo.tables)).toEqual([])
    const family = await zoo.call('GET', `/family/${familyId}`)
    if (status === 500) expect(family).toMatchObject({ status: 200, body: { parents: ['a'], students: ['b'] } })
    else expect(family.status).toBe(404)
  }
  expect(left).toEqual([212, 113, 14, 0])
})

/** A zoo, and a request to it. */
async function open({ method, path, body }: Request) {
  const { database, crashAfter } = crashing(await openDatabase({ mode: 'memory' }))
  const zoo = await openApp(database)
  for (const userId of ['a', 'c', 'f']) await zoo.user('parent', { userId })
  for (const userId of ['b', 'd', 'e']) await zoo.user('student', { userId })
  await zoo.make('/user_details', { userId: 'b' })
  const first = await zoo.make('/family', { familyName: 'First', parents: ['a'], students: ['b'] })
  const second = await zoo.make('/family', { familyName: 'Second', parents: ['c'], students: ['d', 'e'] })
  const named = (text: string): string =>
    text.replace('{first}', String(first.familyId)).replace('{second}', String(second.familyId))
  const send = () => zoo.call(method, named(path), body && named(JSON.stringify(body)))
  return { zoo, send, crashAfter }
}

async function everything({ database, tables }: OpenApp): Promise<unknown> {
  const all = [tables.user, tables.userDetails, tables.family]
  return Promise.all(
    all.map((table) => database.store(table.name, table.partitionKey.name).list({ includeDeleted: true })),
  )
}
