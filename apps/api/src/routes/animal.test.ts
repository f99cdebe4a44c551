import { openDatabase } from '@cmz/store'
import { beforeEach, expect, it } from 'vitest'
import { crashing } from '../../test/watched-database.ts'
import { type OpenApp, openApp } from '../../test/open-app.ts'

let zoo: OpenApp
beforeEach(async () => {
  zoo = await openApp()
})

const animal = async (name: string) => (await zoo.make('/animal', { name })).animalId as string

it('creates with defaults and rounds the configuration: 201', async () => {
  const { status, body } = await zoo.call('POST', '/animal', {
    name: 'Leo',
    species: 'Panthera leo',
    configuration: { temperature: 0.66, topP: 0.333, voice: 'onyx', toolsEnabled: ['facts'], guardrails: { max: 3 } },
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    animalId: expect.stringMatching(/^animal_/),
    name: 'Leo',
    status: 'active',
    personality: {},
    configuration: { temperature: 0.7, topP: 0.33, voice: 'onyx', toolsEnabled: ['facts'], guardrails: { max: 3 } },
  })
})

it.each([
  {},
  { name: '' },
  { name: 'Leo', animalId: 'animal_mine' },
  { name: 'Leo', status: 'asleep' },
  { name: 'Leo', configuration: { temperature: 3 } },
  { name: 'Leo', configuration: { pitch: 3 } },
])('refuses %j: 400', async (input) => {
  expect(await zoo.call('POST', '/animal', input)).toMatchObject({ status: 400, body: { code: 'validation_error' } })
})

it('409 for a name of another live animal, in any case; a deleted one gives its name free', async () => {
  const animalId = await animal('Leo')
  const answers = await Promise.all(['leo', 'LEO', ' Leo '].map((name) => zoo.call('POST', '/animal', { name })))
  for (const answer of answers) expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } })
  const bella = await animal('Bella')
  expect((await zoo.call('PUT', `/animal/${bella}`, { name: 'lEO' })).status).toBe(409)
  expect((await zoo.call('PUT', `/animal/${animalId}`, { name: 'LEO' })).status).toBe(200)
  await zoo.call('DELETE', `/animal/${animalId}`)
  expect((await zoo.call('POST', '/animal', { name: 'Leo' })).status).toBe(201)
})

it('lets one of many at once have a name', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => zoo.call('POST', '/animal', { name: 'Leo' })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
})

it('422 for the status deleted', async () => {
  const refusal = { status: 422, body: { code: 'business_rule_violation' } }
  expect(await zoo.call('POST', '/animal', { name: 'Leo', status: 'deleted' })).toMatchObject(refusal)
  const animalId = await animal('Leo')
  expect(await zoo.call('PUT', `/animal/${animalId}`, { status: 'deleted' })).toMatchObject(refusal)
})

it('reads: 200; merges by PUT: 200', async () => {
  const { animalId } = await zoo.make('/animal', {
    name: 'Leo',
    species: 'Lion',
    personality: { mood: 'calm', traits: ['a'] },
    configuration: { temperature: 1, voice: 'onyx' },
  })
  const patch = { species: null, personality: { mood: 'wild' }, configuration: { voice: null, topP: 0.5 } }
  const { status, body } = await zoo.call('PUT', `/animal/${animalId as string}`, patch)
  expect(status).toBe(200)
  expect(body).not.toHaveProperty('species')
  expect(body).toMatchObject({ name: 'Leo', personality: { mood: 'wild', traits: ['a'] } })
  expect(body.configuration).toEqual({ temperature: 1, topP: 0.5 })
  expect(await zoo.call('GET', `/animal/${animalId as string}`)).toMatchObject({ status: 200, body })
  for (const wrong of [{ animalId: 'animal_x' }, { name: null }, { configuration: { temperature: 9 } }]) {
    expect((await zoo.call('PUT', `/animal/${animalId as string}`, wrong)).status).toBe(400)
  }
})

it('deletes: 204, with the status deleted; then 404', async () => {
  const animalId = await animal('Leo')
  expect((await zoo.call('DELETE', `/animal/${animalId}`)).status).toBe(204)
  const item = await zoo.database.store(zoo.tables.animal).get(animalId)
  expect(item).toMatchObject({ softDelete: true, status: 'deleted', deleted: { by: { userId: 'system' } } })
  for (const id of [animalId, 'animal_none']) {
    expect((await zoo.call('GET', `/animal/${id}`)).status).toBe(404)
    expect((await zoo.call('PUT', `/animal/${id}`, { species: 'x' })).status).toBe(404)
    expect((await zoo.call('DELETE', `/animal/${id}`)).status).toBe(404)
  }
})

it('refuses what takes up more room than its deletion leaves: 400', async () => {
  // as DynamoDB counts, [1] has 7 bytes in a list
  const make = (count: number) =>
    zoo.call('POST', '/animal', { name: 'Leo', personality: { a: Array.from({ length: count }, () => [1]) } })
  expect(await make(58_400)).toMatchObject({ status: 400, body: { code: 'validation_error' } })
  const { status, body } = await make(58_000)
  expect(status).toBe(201)
  expect((await zoo.call('DELETE', `/animal/${body.animalId as string}`)).status).toBe(204)
})

it('is hidden before it gets the status deleted, so that a crash leaves no live animal with it', async () => {
  const { database, crashAfter } = crashing(await openDatabase({ mode: 'memory' }))
  zoo = await openApp(database)
  const animalId = await animal('Leo')
  crashAfter(1)
  expect((await zoo.call('DELETE', `/animal/${animalId}`)).status).toBe(500)
  expect((await zoo.call('GET', `/animal/${animalId}`)).status).toBe(404)
})

it('keeps maps as they are: __proto__ in one is refused', async () => {
  for (const map of [
    '"personality":{"__proto__":1}',
    '"configuration":{"guardrails":{"__proto__":1}}',
    '"__proto__":{}',
  ]) {
    expect(await zoo.call('POST', '/animal', `{"name":"Leo",${map}}`)).toMatchObject({
      status: 400,
      body: { code: 'validation_error', details: { issues: [{ path: ['__proto__'] }] } },
    })
  }
})

it('lists by name in lower case, by status where asked', async () => {
  for (const name of ['bella', 'Zara', 'Ara', 'coco']) await zoo.make('/animal', { name })
  await zoo.make('/animal', { name: 'Kenai', status: 'inactive' })
  const names = async (query: string) =>
    ((await zoo.call('GET', `/animal_list${query}`)).body.items as { name: string }[]).map(({ name }) => name)
  expect(await names('')).toEqual(['Ara', 'bella', 'coco', 'Kenai', 'Zara'])
  expect(await names('?status=inactive')).toEqual(['Kenai'])
  expect(await names('?status=deleted')).toEqual([])
  expect(await names('?page=2&pageSize=2')).toEqual(['coco', 'Kenai'])
  expect((await zoo.call('GET', '/animal_list?status=asleep')).status).toBe(400)
})
