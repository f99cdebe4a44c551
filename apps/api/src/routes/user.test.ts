import { maxParents } from '@cmz/cmz-tables'
import { beforeEach, describe, expect, it } from 'vitest'
import { type OpenApp, openApp } from '../../test/open-app.ts'

let zoo: OpenApp
beforeEach(async () => {
  zoo = await openApp()
})

const family = async (parent: string, student: string) =>
  (await zoo.make('/family', { familyName: 'Okafor', parents: [parent], students: [student] })).familyId as string

const familyOf = async (userId: string) => (await zoo.call('GET', `/user/${userId}`)).body.familyId

describe('POST /user', () => {
  it('gives an id, defaults and stamps: 201', async () => {
    const { status, body } = await zoo.call('POST', '/user', { email: 'Ada@Example.com', displayName: 'Ada', age: 36 })
    const stamp = {
      at: expect.stringMatching(/Z$/),
      by: { userId: 'system', email: 'system@cmz.org', displayName: 'System' },
    }
    expect(status).toBe(201)
    expect(body).toEqual({
      userId: expect.stringMatching(/^user_[a-z0-9]+$/),
      email: 'ada@example.com',
      displayName: 'Ada',
      age: 36,
      role: 'visitor',
      userType: 'none',
      created: stamp,
      modified: stamp,
    })
  })

  it('takes an id; 409 if it is taken, also by a deleted user', async () => {
    const input = { userId: 'user_ada', email: 'ada@example.com' }
    expect((await zoo.call('POST', '/user', input)).status).toBe(201)
    const again = await zoo.call('POST', '/user', input)
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict', details: { key: { userId: 'user_ada' } } } })
    await zoo.call('DELETE', '/user/user_ada')
    expect((await zoo.call('POST', '/user', input)).status).toBe(409)
  })

  it('lets one of many at once have an id', async () => {
    const input = { userId: 'user_ada', email: 'ada@example.com' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => zoo.call('POST', '/user', input)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, ...Array(19).fill(409)])
  })

  it.each([
    ['email', {}],
    ['email', { email: 'ada' }],
    ['userId', { email: 'a@example.com', userId: 'a/b' }],
    ['age', { email: 'a@example.com', age: '36' }],
    ['nickname', { email: 'a@example.com', nickname: 'A' }],
    ['created', { email: 'a@example.com', created: {} }],
    ['softDelete', { email: 'a@example.com', softDelete: true }],
  ])('400 for a wrong %s: %j', async (attribute, input) => {
    const { status, body } = await zoo.call('POST', '/user', input)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'validation_error', details: { issues: [{ path: [attribute] }] } })
  })

  it('400 with the violation unless the family exists and is live', async () => {
    const input = { email: 'a@example.com', familyId: 'family_none' }
    const { status, body } = await zoo.call('POST', '/user', input)
    expect(status).toBe(400)
    expect(body).toMatchObject({
      code: 'validation_error',
      details: { violations: [{ field: 'familyId', value: 'family_none' }] },
    })
    const gone = await family(await zoo.user('parent'), await zoo.user('student'))
    await zoo.call('DELETE', `/family/${gone}`)
    expect((await zoo.call('POST', '/user', { ...input, familyId: gone })).status).toBe(400)
    expect((await zoo.call('GET', '/user')).body.total).toBe(2)
  })

  it('lists a parent or student in the family too, but nobody else', async () => {
    const [parent, student] = [await zoo.user('parent'), await zoo.user('student')]
    const familyId = await family(parent, student)
    const second = await zoo.user('student', { familyId })
    const third = await zoo.user('none', { role: 'parent', familyId })
    await zoo.user('none', { familyId })
    const { body } = await zoo.call('GET', `/family/${familyId}`)
    expect(body.parents).toEqual([parent, third].toSorted())
    expect(body.students).toEqual([student, second].toSorted())
  })

  it('400 for the ninth student of a family', async () => {
    const familyId = await family(await zoo.user('parent'), await zoo.user('student'))
    for (let count = 2; count <= 8; count++) await zoo.user('student', { familyId })
    const ninth = { email: 'ninth@example.com', userType: 'student', familyId }
    expect((await zoo.call('POST', '/user', ninth)).status).toBe(400)
    expect((await zoo.call('GET', `/family/${familyId}`)).body.students).toHaveLength(8)
  })
})

it('400 for a parent more than a family may have, however it comes in', async () => {
  const parents: string[] = []
  for (let count = 0; count < maxParents; count++) parents.push(await zoo.user('parent'))
  const student = await zoo.user('student')
  const { familyId } = await zoo.make('/family', { familyName: 'Okafor', parents, students: [student] })
  const input = { email: 'last@example.com', userType: 'parent' }
  const refusal = { status: 400, body: { details: { violations: [{ field: 'familyId' }] } } }
  expect(await zoo.call('POST', '/user', { ...input, familyId })).toMatchObject(refusal)
  const { userId } = await zoo.make('/user', input)
  expect(await zoo.call('PATCH', `/user/${userId as string}`, { familyId })).toMatchObject(refusal)
  expect(await zoo.call('PATCH', `/user/${student}`, { userType: 'parent' })).toMatchObject(refusal)
  expect((await zoo.call('PATCH', `/user/${parents[0]!}`, { familyId })).status).toBe(200)
})

describe('GET /user', () => {
  it('lists live users by id, in pages', async () => {
    for (let count = 0; count < 17; count++) await zoo.user()
    await zoo.user('none', { userId: 'user_0' })
    await zoo.user('none', { userId: 'user_00' })
    await zoo.call('DELETE', '/user/user_00')
    const { body } = await zoo.call('GET', '/user')
    expect(body).toMatchObject({ page: 1, pageSize: 15, total: 18 })
    const ids = (body.items as { userId: string }[]).map(({ userId }) => userId)
    expect(ids).toHaveLength(15)
    expect(ids).toEqual(ids.toSorted())
    expect(ids).toContain('user_0')
    expect((await zoo.call('GET', '/user?page=2')).body.items).toHaveLength(3)
  })

  it('finds users by family and by e-mail address, in any case', async () => {
    const [parent, student] = [await zoo.user('parent'), await zoo.user('student')]
    const familyId = await family(parent, student)
    await zoo.user('none', { email: 'ada@example.com' })
    const found = async (query: string) =>
      ((await zoo.call('GET', `/user?${query}`)).body.items as { userId: string }[]).map(({ userId }) => userId)
    expect(await found(`familyId=${familyId}`)).toEqual([parent, student].toSorted())
    expect(await found('email=ADA@example.com')).toHaveLength(1)
    expect(await found(`familyId=${familyId}&email=user2@example.com`)).toEqual([student])
    expect(await found(`familyId=${familyId}&email=ada@example.com`)).toEqual([])
    await zoo.call('DELETE', `/user/${student}`)
    expect(await found(`familyId=${familyId}`)).toEqual([parent])
  })

  it.each(['familyId=a%20b', 'email=x'])('400 for %s', async (query) => {
    expect(await zoo.call('GET', `/user?${query}`)).toMatchObject({ status: 400, body: { code: 'validation_error' } })
  })
})

describe('/user/{userId}', () => {
  it('reads: 200; 404 for none, a deleted one and a malformed id', async () => {
    const userId = await zoo.user()
    expect(await zoo.call('GET', `/user/${userId}`)).toMatchObject({ status: 200, body: { userId } })
    await zoo.call('DELETE', `/user/${userId}`)
    for (const id of ['user_none', userId, 'a%20b', 'x'.repeat(200)]) {
      expect(await zoo.call('GET', `/user/${id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
  })

  it('changes what is given, removes what is null, stamps: 200', async () => {
    const userId = await zoo.user('none', { displayName: 'Ada', age: 36 })
    const { status, body } = await zoo.call('PATCH', `/user/${userId}`, { displayName: 'Ada L.', age: null })
    expect(status).toBe(200)
    expect(body).toMatchObject({ userId, displayName: 'Ada L.', email: 'user1@example.com' })
    expect(body).not.toHaveProperty('age')
    expect((await zoo.call('GET', `/user/${userId}`)).body).toEqual(body)
    expect((await zoo.call('PATCH', `/user/${userId}`, { role: 'admin' })).body).toMatchObject({ role: 'admin' })
  })

  it('changes nothing, and no stamp, for an empty patch', async () => {
    const userId = await zoo.user()
    const before = (await zoo.call('GET', `/user/${userId}`)).body
    expect(await zoo.call('PATCH', `/user/${userId}`, {})).toMatchObject({ status: 200, body: before })
  })

  it.each([
    { email: 'x' },
    { email: null },
    { role: null },
    { userId: 'user_b' },
    { age: 1 },
    { familyId: 'family_none' },
  ])('refuses the patch %j: 400', async (patch) => {
    const userId = await zoo.user()
    const { status, body } = await zoo.call('PATCH', `/user/${userId}`, patch)
    expect(status).toBe(400)
    expect(body.code).toBe('validation_error')
  })

  it('404 for patching or deleting nobody or a deleted user', async () => {
    const userId = await zoo.user()
    expect((await zoo.call('DELETE', `/user/${userId}`)).status).toBe(204)
    for (const id of ['user_none', userId]) {
      expect((await zoo.call('PATCH', `/user/${id}`, { age: 30 })).status).toBe(404)
      expect((await zoo.call('DELETE', `/user/${id}`)).status).toBe(404)
    }
  })

  it('moves between families on both sides', async () => {
    const first = await family(await zoo.user('parent'), await zoo.user('student'))
    const second = await family(await zoo.user('parent'), await zoo.user('student'))
    const mover = await zoo.user('student', { familyId: first })
    const students = async (id: string) => (await zoo.call('GET', `/family/${id}`)).body.students
    expect(await students(first)).toContain(mover)
    await zoo.call('PATCH', `/user/${mover}`, { familyId: second })
    expect(await students(first)).not.toContain(mover)
    expect(await students(second)).toContain(mover)
    await zoo.call('PATCH', `/user/${mover}`, { userType: 'parent' })
    expect((await zoo.call('GET', `/family/${second}`)).body).toMatchObject({
      parents: expect.arrayContaining([mover]),
      students: expect.not.arrayContaining([mover]),
    })
    await zoo.call('PATCH', `/user/${mover}`, { familyId: null })
    expect((await zoo.call('GET', `/family/${second}`)).body.parents).not.toContain(mover)
    expect(await familyOf(mover)).toBeUndefined()
  })
})

describe('DELETE /user/{userId}', () => {
  it('hides the user and the details, with stamps, and leaves the family: 204', async () => {
    const [parent, student] = [await zoo.user('parent'), await zoo.user('student')]
    const familyId = await family(parent, student)
    const { userDetailsId } = await zoo.make('/user_details', { userId: student })
    const { status, body } = await zoo.call('DELETE', `/user/${student}`)
    expect([status, body]).toEqual([204, {}])
    expect((await zoo.call('GET', `/user_details/${student}`)).status).toBe(404)
    expect((await zoo.call('GET', `/family/${familyId}`)).body).toMatchObject({ parents: [parent], students: [] })
    const hidden = { softDelete: true, deleted: { by: { userId: 'system' } }, modified: expect.anything() }
    expect(await zoo.database.store(zoo.tables.user).get(student)).toMatchObject(hidden)
    expect(await zoo.database.store(zoo.tables.userDetails).get(userDetailsId as string)).toMatchObject(hidden)
  })
})
