import { maxParents, maxStudents } from '@cmz/cmz-tables'
import { beforeEach, describe, expect, it } from 'vitest'
import { faultsOf } from '../../test/faults.ts'
import { type OpenApp, openApp } from '../../test/open-app.ts'

let zoo: OpenApp
let parent: string
let student: string
beforeEach(async () => {
  zoo = await openApp()
  parent = await zoo.user('parent')
  student = await zoo.user('student')
})

const make = async (parents: string[], students: string[], more = {}) =>
  (await zoo.make('/family', { familyName: 'Okafor', parents, students, ...more })).familyId as string
const familyOf = async (userId: string) => (await zoo.call('GET', `/user/${userId}`)).body.familyId
const violations = (body: Record<string, unknown>) =>
  (body.details as { violations: { field: string; value?: string }[] }).violations.map(({ field, value }) => [
    field,
    value,
  ])

describe('POST /family', () => {
  it('creates, and writes the family into its members: 201', async () => {
    const input = {
      familyName: 'Okafor',
      parents: [parent],
      students: [student],
      address: { state: 'wa', zip: '98902' },
    }
    const { status, body } = await zoo.call('POST', '/family', input)
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...input, status: 'active', address: { state: 'WA', zip: '98902' } })
    expect(body.familyId).toMatch(/^family_/)
    expect(await familyOf(parent)).toBe(body.familyId)
    expect(await familyOf(student)).toBe(body.familyId)
    const item = await zoo.database.store(zoo.tables.family).get(body.familyId as string)
    expect(item).toMatchObject({ parents: new Set([parent]), students: new Set([student]) })
  })

  it('400 with every violation, and nothing written', async () => {
    await zoo.call('DELETE', `/user/${student}`)
    const input = { familyName: 'Okafor', parents: [parent, 'user_none'], students: [parent, student] }
    const { status, body } = await zoo.call('POST', '/family', input)
    expect([status, body.code]).toEqual([400, 'validation_error'])
    expect(violations(body)).toEqual([
      ['students', parent],
      ['parents', 'user_none'],
      ['students', student],
    ])
    expect(await familyOf(parent)).toBeUndefined()
    expect((await zoo.call('GET', '/family')).body.total).toBe(0)
  })

  it('400 without a parent or a student, empty or absent, and for more than 8 students', async () => {
    const none = await zoo.call('POST', '/family', { familyName: 'Okafor', parents: [] })
    expect(none.status).toBe(400)
    expect(violations(none.body)).toEqual([
      ['parents', undefined],
      ['students', undefined],
    ])
    const students: string[] = []
    for (let count = 0; count < 9; count++) students.push(await zoo.user('student'))
    const many = await zoo.call('POST', '/family', { familyName: 'Okafor', parents: [parent], students })
    expect(many.status).toBe(400)
    expect(violations(many.body)).toEqual([['students', undefined]])
    await make([parent], students.slice(1))
  })

  it.each([
    { familyName: '' },
    { status: 'gone' },
    { address: { state: 'WAS' } },
    { address: { zip: '123' } },
    { familyId: 'family_mine' },
    { parents: ['a b'] },
    { parentIds: ['user_a'] },
  ])('400 for %j', async (fields) => {
    const input = { familyName: 'Okafor', parents: [parent], students: [student], ...fields }
    const { status, body } = await zoo.call('POST', '/family', input)
    expect([status, body.code]).toEqual([400, 'validation_error'])
  })

  it('takes members out of the family they were in', async () => {
    const sibling = await zoo.user('student')
    const first = await make([parent], [student, sibling])
    const second = await make([await zoo.user('parent')], [student])
    expect(await familyOf(student)).toBe(second)
    expect((await zoo.call('GET', `/family/${first}`)).body.students).toEqual([sibling])
  })
})

describe('/family/{familyId}', () => {
  it('replaces the members on both sides: 200', async () => {
    const familyId = await make([parent], [student])
    const next = await zoo.user('student')
    const patch = { students: [next], status: 'inactive', address: { city: 'Yakima' } }
    const { status, body } = await zoo.call('PATCH', `/family/${familyId}`, patch)
    expect(status).toBe(200)
    expect(body).toMatchObject({ ...patch, familyName: 'Okafor', parents: [parent] })
    expect([await familyOf(parent), await familyOf(student), await familyOf(next)]).toEqual([
      familyId,
      undefined,
      familyId,
    ])
    expect((await zoo.call('GET', `/family/${familyId}`)).body).toEqual(body)
  })

  it('replaces all members of a full family by those of as many other ones: 200', async () => {
    const users = (type: 'parent' | 'student', count: number) =>
      Promise.all(Array.from({ length: count }, () => zoo.user(type)))
    const familyId = await make(await users('parent', maxParents), await users('student', maxStudents))
    const [parents, students] = [await users('parent', maxParents), await users('student', maxStudents)]
    for (const each of parents) await make([each], [await zoo.user('student')])
    for (const each of students) await make([await zoo.user('parent')], [each])
    const { status, body } = await zoo.call('PATCH', `/family/${familyId}`, { parents, students })
    expect(status).toBe(200)
    expect(body).toMatchObject({ parents: parents.toSorted(), students: students.toSorted() })
    expect((await zoo.call('GET', `/user?familyId=${familyId}`)).body.total).toBe(maxParents + maxStudents)
    expect(await faultsOf(zoo.database, zoo.tables)).toEqual([])
  })

  it('lets members swap sides', async () => {
    const familyId = await make([parent], [student])
    const { body } = await zoo.call('PATCH', `/family/${familyId}`, { parents: [student], students: [parent] })
    expect(body).toMatchObject({ parents: [student], students: [parent] })
    expect(await familyOf(student)).toBe(familyId)
  })

  it('leaves out who was deleted meanwhile, on a side that the patch does not name', async () => {
    const familyId = await make([parent], [student])
    await zoo.database.store(zoo.tables.user).softDelete(parent)
    const next = await zoo.user('student')
    const { status, body } = await zoo.call('PATCH', `/family/${familyId}`, { students: [next] })
    expect([status, body.parents, body.students]).toEqual([200, [], [next]])
    expect((await zoo.call('PATCH', `/family/${familyId}`, { parents: [parent] })).status).toBe(400)
  })

  it('merges the address, and null removes', async () => {
    const familyId = await make([parent], [student], { address: { city: 'Yakima', state: 'WA' } })
    const patched = await zoo.call('PATCH', `/family/${familyId}`, { address: { city: null, zip: '98902' } })
    expect(patched.body.address).toEqual({ state: 'WA', zip: '98902' })
    expect((await zoo.call('PATCH', `/family/${familyId}`, { address: null })).body).not.toHaveProperty('address')
  })

  it.each([
    { students: [] },
    { parents: [] },
    { parents: ['user_none'] },
    { familyName: null },
    { status: 'gone' },
    { members: [] },
  ])('refuses the patch %j: 400, and changes nobody', async (patch) => {
    const familyId = await make([parent], [student])
    const { status, body } = await zoo.call('PATCH', `/family/${familyId}`, patch)
    expect([status, body.code]).toEqual([400, 'validation_error'])
    expect([await familyOf(parent), await familyOf(student)]).toEqual([familyId, familyId])
  })

  it('deletes: 204, and its members are free; then 404', async () => {
    const familyId = await make([parent], [student])
    const guest = await zoo.user('none', { familyId })
    expect((await zoo.call('DELETE', `/family/${familyId}`)).status).toBe(204)
    expect(await Promise.all([parent, student, guest].map(familyOf))).toEqual([undefined, undefined, undefined])
    expect(await zoo.database.store(zoo.tables.family).get(familyId)).toMatchObject({
      softDelete: true,
      deleted: { by: { userId: 'system' } },
      parents: new Set([parent]),
    })
    for (const id of [familyId, 'family_none', 'a%20b']) {
      expect((await zoo.call('GET', `/family/${id}`)).status).toBe(404)
      expect((await zoo.call('PATCH', `/family/${id}`, { familyName: 'x' })).status).toBe(404)
      expect((await zoo.call('DELETE', `/family/${id}`)).status).toBe(404)
    }
  })
})

it.each(['/family', '/family_list'])('GET %s lists live families in pages', async (path) => {
  await make([parent], [student])
  const gone = await make([await zoo.user('parent')], [await zoo.user('student')])
  await zoo.call('DELETE', `/family/${gone}`)
  const { status, body } = await zoo.call('GET', path)
  expect(status).toBe(200)
  expect(body).toMatchObject({ items: [{ parents: [parent] }], page: 1, pageSize: 15, total: 1 })
  expect((body.items as object[])[0]).not.toHaveProperty('deleted')
})
