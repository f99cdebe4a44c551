import { openDatabase } from '@cmz/store'
import { expect, it } from 'vitest'
import { crashing } from '../../test/crashing-database.ts'
import { type OpenApp, openApp } from '../../test/open-app.ts'
import { membersOf } from './membership.ts'

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
]

it.each(requests)('$method $path $body is finished by repeating it, wherever it broke off', async (request) => {
  await atEachWrite(request, async (zoo, send) => {
    expect(await faultsOf(zoo)).not.toContainEqual(expect.stringContaining('not listed'))
    expect([200, 201, 204, 409]).toContain((await send()).status)
    expect(await faultsOf(zoo)).toEqual([])
  })
})

it.each(requests)('$method $path $body leaves nobody in a list who is deleted after it broke off', async (request) => {
  await atEachWrite(request, async (zoo) => {
    for (const { userId } of await zoo.database.store(zoo.tables.user).list()) {
      expect((await zoo.call('DELETE', `/user/${userId}`)).status).toBe(204)
    }
    expect(await faultsOf(zoo)).toEqual([])
  })
})

/** Kills the request after each of its writes in turn, each time in a zoo of its own. */
async function atEachWrite(
  { method, path, body }: Request,
  then: (zoo: OpenApp, send: () => ReturnType<OpenApp['call']>) => Promise<void>,
): Promise<void> {
  for (let writes = 0; ; writes++) {
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
    crashAfter(writes)
    const { status } = await send()
    crashAfter(Infinity)
    if (status !== 500) return expect(writes).toBeGreaterThan(0)
    await then(zoo, send)
  }
}

/** What is wrong between the live users and the lists of the live families. */
async function faultsOf({ database, tables }: OpenApp): Promise<string[]> {
  const users = new Map((await database.store(tables.user).list()).map((user) => [user.userId, user]))
  const families = await database.store(tables.family).list()
  const faults: string[] = []
  for (const { familyId, ...lists } of families) {
    for (const userId of membersOf(lists)) {
      const user = users.get(userId)
      if (user?.familyId !== familyId) faults.push(`${userId} is listed in ${familyId}, but names ${user?.familyId}`)
    }
  }
  for (const { userId, familyId, userType } of users.values()) {
    if (familyId === undefined || userType === 'none') continue
    const family = families.find((each) => each.familyId === familyId)
    // on either side: a request for the family may have put a student among the parents
    if (!membersOf(family ?? {}).has(userId)) faults.push(`${userId} is not listed in ${familyId}`)
  }
  return faults
}
