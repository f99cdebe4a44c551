import { expect } from '@playwright/test'
import { type Answer, test } from './zoo-test.ts'

const stamp = { at: expect.stringMatching(/^\d{4}-.*Z$/), by: expect.objectContaining({ userId: 'system' }) }
const set = (...members: string[]) => ({ $ss: members.toSorted() })

test('a family with members is created, read, changed and deleted', async ({ call, expectOnDisk }) => {
  const [mother, son, daughter] = await users(call, 'parent', 'student', 'student')

  const created = await call('POST', '/family', { familyName: 'Nakamura', parents: [mother], students: [son] })
  expect(created).toMatchObject({
    status: 201,
    body: { familyName: 'Nakamura', parents: [mother], students: [son], status: 'active', created: stamp },
  })
  const familyId = String(created.body['familyId'])
  expect(familyId).toMatch(/^family_/)
  expect(await call('GET', `/family/${familyId}`)).toEqual({ status: 200, body: created.body })
  expect((await call('GET', `/user?familyId=${familyId}`)).body).toMatchObject({ total: 2 })
  await expectOnDisk('quest-dev-family', { familyId, parents: set(mother), students: set(son) })
  await expectOnDisk('quest-dev-user', { userId: son, familyId })

  const changed = await call('PATCH', `/family/${familyId}`, {
    familyName: 'Nakamura Silva',
    students: [daughter],
    address: { city: 'Portland', state: 'OR', zip: '97211' },
  })
  expect(changed).toMatchObject({
    status: 200,
    body: { familyName: 'Nakamura Silva', parents: [mother], students: [daughter], address: { state: 'OR' } },
  })
  expect((await call('GET', `/user/${son}`)).body).not.toHaveProperty('familyId')
  expect((await call('GET', `/user/${daughter}`)).body).toMatchObject({ familyId })
  await expectOnDisk('quest-dev-family', { familyId, familyName: 'Nakamura Silva', students: set(daughter) })
  await expectOnDisk('quest-dev-user', { userId: daughter, familyId })

  expect(await call('DELETE', `/family/${familyId}`)).toEqual({ status: 204, body: {} })
  expect(await call('GET', `/family/${familyId}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await call('DELETE', `/family/${familyId}`)).toMatchObject({ status: 404 })
  expect(JSON.stringify((await call('GET', '/family?pageSize=100')).body)).not.toContain(familyId)
  const stayed = await call('GET', `/user/${mother}`)
  expect(stayed.status).toBe(200)
  expect(stayed.body).not.toHaveProperty('familyId')
  await expectOnDisk('quest-dev-family', { familyId, softDelete: true, deleted: stamp, modified: stamp })
})

test('a family whose members do not exist is refused, and nothing is kept', async ({ call }) => {
  const [father] = await users(call, 'parent')
  const before = (await call('GET', '/family')).body['total']
  const refused = await call('POST', '/family', { familyName: 'Nobody', parents: [father], students: ['user_nobody'] })
  expect(refused).toMatchObject({
    status: 400,
    body: { code: 'validation_error', message: expect.stringContaining('user_nobody'), details: expect.anything() },
  })
  expect((await call('GET', '/family')).body['total']).toBe(before)
  expect((await call('GET', `/user/${father}`)).body).not.toHaveProperty('familyId')
})

test('a deleted user takes its details along', async ({ call, expectOnDisk }) => {
  const [userId] = await users(call, 'parent')
  const details = await call('POST', '/user_details', { userId })
  expect(details.status).toBe(201)
  expect((await call('POST', '/user_details', { userId })).status).toBe(409)
  expect((await call('DELETE', `/user/${userId}`)).status).toBe(204)
  expect((await call('GET', `/user/${userId}`)).status).toBe(404)
  await expectOnDisk('quest-dev-user', { userId, softDelete: true, deleted: stamp })
  await expectOnDisk('quest-dev-user-details', { userId, softDelete: true, deleted: stamp })
})

/** Creates a user of each role; resolves to their ids. */
async function users<R extends string[]>(
  call: (method: string, path: string, body: object) => Promise<Answer>,
  ...roles: R
): Promise<{ [K in keyof R]: string }> {
  const ids: string[] = []
  for (const role of roles) {
    const { status, body } = await call('POST', '/user', { email: `${role}@example.org`, displayName: role, role })
    expect(status).toBe(201)
    ids.push(String(body['userId']))
  }
  return ids as { [K in keyof R]: string }
}
