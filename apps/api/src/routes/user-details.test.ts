import { beforeEach, expect, it } from 'vitest'
import { type OpenApp, openApp } from '../../test/open-app.ts'

let zoo: OpenApp
let userId: string
beforeEach(async () => {
  zoo = await openApp()
  userId = await zoo.user()
})

it('creates the details of a user: 201', async () => {
  const usage = { userId, totalSessions: 2, totalTurns: 9, lastActive: '2026-03-01T10:00:00.000Z' }
  const extras = { tags: ['a'], nested: { deep: [1, { x: null }] } }
  const { status, body } = await zoo.call('POST', '/user_details', { userId, usage, extras })
  expect(status).toBe(201)
  expect(body).toMatchObject({ userId, usage, extras, userDetailsId: expect.stringMatching(/^details_/) })
})

it('404 without the user, 409 where there are details, 201 again once they are deleted', async () => {
  expect((await zoo.call('POST', '/user_details', { userId: 'user_none' })).status).toBe(404)
  const answers = await Promise.all(Array.from({ length: 5 }, () => zoo.call('POST', '/user_details', { userId })))
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409])
  expect((await zoo.call('POST', '/user_details', { userId })).body).toMatchObject({ code: 'conflict' })
  await zoo.call('DELETE', `/user_details/${userId}`)
  expect((await zoo.call('POST', '/user_details', { userId })).status).toBe(201)
})

it.each([
  {},
  { userId: 'a b' },
  { userDetailsId: 'details_mine' },
  { usage: { totalTurns: -1 } },
  { usage: { userId: 'user_else' } },
  { extras: 'x' },
  { extras: JSON.parse('{"__proto__": 1}') as object },
  { extras: { deep: JSON.parse('{"__proto__": {}}') as object } },
])('refuses %j: 400', async (input) => {
  const fields = Object.keys(input).length === 0 ? input : { userId, ...input }
  const { status, body } = await zoo.call('POST', '/user_details', fields)
  expect([status, body.code]).toEqual([400, 'validation_error'])
})

it.each(['1e999', '9007199254740993', '0.1000000000000000000001', '1e-400'])(
  'refuses the number %s, which would be rounded: 400',
  async (number) => {
    const answer = await zoo.call('POST', '/user_details', `{"userId":"${userId}","extras":{"n":[{"m":${number}}]}}`)
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_error' } })
    expect(answer.body.message).toContain(number)
  },
)

it('keeps every number that a double holds', async () => {
  const numbers = '[0, -0, 0.1, 1.50, 1e3, 123456789012345.6, 9007199254740991, 1e-100, 5E20]'
  const { status, body } = await zoo.call('POST', '/user_details', `{"userId":"${userId}","extras":{"n":${numbers}}}`)
  expect([status, body.extras]).toEqual([
    201,
    { n: [0, 0, 0.1, 1.5, 1000, 123456789012345.6, 9007199254740991, 1e-100, 5e20] },
  ])
})

it('refuses to grow beyond what can be deleted: 400; and then deletes: 204', async () => {
  await zoo.make('/user_details', { userId, extras: { a: 'x'.repeat(200_000) } })
  const patch = (length: number) => zoo.call('PATCH', `/user_details/${userId}`, { extras: { b: 'x'.repeat(length) } })
  expect(await patch(209_000)).toMatchObject({ status: 400, body: { code: 'validation_error' } })
  expect((await patch(207_000)).status).toBe(200)
  expect((await zoo.call('DELETE', `/user_details/${userId}`)).status).toBe(204)
})

it('is addressed by the user’s id: 200, then 404 once deleted', async () => {
  expect((await zoo.call('GET', `/user_details/${userId}`)).status).toBe(404)
  const created = await zoo.make('/user_details', { userId, usage: { totalSessions: 1 }, extras: { a: 1, b: 2 } })
  expect(await zoo.call('GET', `/user_details/${userId}`)).toMatchObject({ status: 200, body: created })
  const patch = { usage: { totalTurns: 4 }, extras: { b: null, c: 3 } }
  expect(await zoo.call('PATCH', `/user_details/${userId}`, patch)).toMatchObject({ status: 200 })
  const { body } = await zoo.call('GET', `/user_details/${userId}`)
  expect(body).toMatchObject({ usage: { totalSessions: 1, totalTurns: 4 } })
  expect(body.extras).toEqual({ a: 1, c: 3 })
  expect((await zoo.call('DELETE', `/user_details/${userId}`)).status).toBe(204)
  expect((await zoo.call('GET', `/user_details/${userId}`)).status).toBe(404)
  expect((await zoo.call('PATCH', `/user_details/${userId}`, patch)).status).toBe(404)
  expect((await zoo.call('DELETE', `/user_details/${userId}`)).status).toBe(404)
})

it('refuses a wrong patch: 400', async () => {
  await zoo.make('/user_details', { userId })
  for (const patch of [{ userId: 'user_b' }, { usage: { userId: 'user_b' } }, { usage: { turns: 1 } }]) {
    expect((await zoo.call('PATCH', `/user_details/${userId}`, patch)).status).toBe(400)
  }
})

it('lists live details', async () => {
  await zoo.make('/user_details', { userId })
  const other = await zoo.user()
  await zoo.make('/user_details', { userId: other })
  await zoo.call('DELETE', `/user/${other}`)
  const { status, body } = await zoo.call('GET', '/user_details?pageSize=1')
  expect(status).toBe(200)
  expect(body).toMatchObject({ items: [{ userId }], page: 1, pageSize: 1, total: 1 })
})
