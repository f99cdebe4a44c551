import { openDatabase, ValidationException } from '@cmz/store'
import type { TableDefinition } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { cmzTables } from './index.ts'

const tables = cmzTables({})
const database = await openDatabase({ mode: 'memory' })
const users = database.store(tables.user)
const families = database.store(tables.family)
const animals = database.store(tables.animal)
const details = database.store(tables.userDetails)

describe('cmzTables', () => {
  it('names the tables as the zoo does', () => {
    expect(Object.values(tables).map(({ name }) => name)).toEqual([
      'quest-dev-family',
      'quest-dev-user',
      'quest-dev-user-details',
      'quest-dev-animal',
    ])
  })

  it('takes other names from the environment; an empty one counts as unset', () => {
    const { family, user, userDetails, animal } = cmzTables({
      FAMILY_DYNAMO_TABLE_NAME: 'prod-family',
      USER_DYNAMO_TABLE_NAME: '',
      USER_DETAILS_TABLE_NAME: 'prod-details',
      ANIMAL_DYNAMO_TABLE_NAME: 'prod-animal',
    })
    expect([family, user, userDetails, animal].map(({ name }) => name)).toEqual([
      'prod-family',
      'quest-dev-user',
      'prod-details',
      'prod-animal',
    ])
    expect(
      cmzTables({ USER_DETAILS_DYNAMO_TABLE_NAME: 'first', USER_DETAILS_TABLE_NAME: 'second' }).userDetails.name,
    ).toBe('first')
  })

  it('has the keys, id prefixes and indexes of the zoo', () => {
    const definitions: readonly TableDefinition[] = Object.values(tables)
    const shapes = definitions.map(({ partitionKey, idPrefix, indexes }) => [
      partitionKey.name,
      idPrefix,
      Object.fromEntries(Object.entries(indexes).map(([name, index]) => [name, index.partitionKey.name])),
    ])
    expect(shapes).toEqual([
      ['familyId', 'family', {}],
      ['userId', 'user', { byFamily: 'familyId', byEmail: 'email' }],
      ['userDetailsId', 'details', { byUser: 'userId' }],
      ['animalId', 'animal', { bySpecies: 'species' }],
    ])
  })
})

describe('users', () => {
  it('get an id, a role and a type, and their address in lower case', async () => {
    const user = await users.create({ email: 'Ada@Example.com', displayName: ' Ada ' })
    expect(user).toMatchObject({ email: 'ada@example.com', displayName: 'Ada', role: 'visitor', userType: 'none' })
    expect(user.userId).toMatch(/^user_[a-z0-9]+$/)
  })

  it.each([
    ['email', { email: 'ada' }],
    ['role', { role: 'king' }],
    ['userType', { userType: 'aunt' }],
    ['displayName', { displayName: '' }],
    ['displayName', { displayName: 'x'.repeat(101) }],
    ['age', { age: 2 }],
    ['age', { age: 121 }],
    ['age', { age: 30.5 }],
    ['phone', { phone: '555-0142' }],
    ['phone', { phone: '+05095550142' }],
    ['userId', { userId: 'a b' }],
    ['familyId', { familyId: 'über' }],
    ['nickname', { nickname: 'A' }],
  ])('refuse a wrong %s: %j', async (attribute, fields) => {
    const input = { email: 'ada@example.com', ...fields } as Parameters<typeof users.create>[0]
    const error = await users.create(input).catch((refusal: unknown) => refusal)
    expect(error).toBeInstanceOf(ValidationException)
    expect((error as ValidationException).issues.map(({ path }) => path[0])).toEqual([attribute])
  })

  it('need an e-mail address', async () => {
    const nobody: object = {}
    await expect(users.create(nobody as Parameters<typeof users.create>[0])).rejects.toThrow(/email/)
  })

  it('take the bounds', async () => {
    await users.create({ email: 'b@example.com', age: 3, phone: '+12', displayName: 'x'.repeat(100) })
    await users.create({ email: 'b@example.com', age: 120, phone: '+123456789012345' })
  })
})

describe('families', () => {
  it('keep members as string sets and the state in capitals', async () => {
    const family = await families.create({
      familyName: 'Okafor',
      parents: new Set(['user_b', 'user_a']),
      address: { state: 'wa', zip: '98902-1234' },
    })
    expect(family).toMatchObject({ status: 'active', address: { state: 'WA', zip: '98902-1234' } })
    expect(family.parents).toEqual(new Set(['user_a', 'user_b']))
    expect(family.students).toBeUndefined()
  })

  it.each([
    { parents: new Set<string>() },
    { students: new Set(Array.from({ length: 9 }, (_, index) => `user_${index}`)) },
    { status: 'gone' },
    { address: { state: 'Wash' } },
    { address: { zip: '9890' } },
    { familyName: ' ' },
  ])('refuse %j', async (fields) => {
    const input = { familyName: 'Okafor', ...fields } as Parameters<typeof families.create>[0]
    await expect(families.create(input)).rejects.toThrow(ValidationException)
  })
})

describe('user details', () => {
  it('hold usage and anything in extras', async () => {
    const item = await details.create({
      userId: 'user_a',
      usage: { totalTurns: 3 },
      extras: { tags: ['x'], deep: { n: 1 } },
    })
    expect(item).toMatchObject({ usage: { totalTurns: 3 }, extras: { tags: ['x'], deep: { n: 1 } } })
    await expect(details.create({ userId: 'user_a', usage: { totalTurns: -1 } })).rejects.toThrow(ValidationException)
  })

  it('are one live item a user', async () => {
    const { userDetailsId } = await details.create({ userId: 'user_b' })
    await expect(details.create({ userId: 'user_b' })).rejects.toMatchObject({
      taken: { attribute: 'userId', value: 'user_b', holder: { userDetailsId } },
    })
    await details.softDelete(userDetailsId)
    await details.create({ userId: 'user_b' })
  })
})

describe('animals', () => {
  it('round the temperature to 0.1 and topP to 0.01', async () => {
    const animal = await animals.create({ name: 'Leo', configuration: { temperature: 0.74999, topP: 0.956 } })
    expect(animal).toMatchObject({
      status: 'active',
      personality: {},
      configuration: { temperature: 0.7, topP: 0.96 },
    })
  })

  it('have a name of their own among the live ones, in whatever case', async () => {
    const { animalId } = await animals.create({ name: 'Kenai' })
    await expect(animals.create({ name: ' KENAI ' })).rejects.toMatchObject({
      taken: { attribute: 'name', value: 'kenai', holder: { animalId } },
    })
    expect(await animals.updateFields(animalId, { name: 'KENAI' })).toMatchObject({ name: 'KENAI', version: 2 })
    await animals.softDelete(animalId)
    await animals.create({ name: 'kenai' })
  })

  it.each([
    { temperature: 2.1 },
    { topP: 1.1 },
    { voice: 'baritone' },
    { aiModel: 'abacus' },
    { toolsEnabled: 'facts' },
    { volume: 11 },
  ])('refuse the configuration %j', async (configuration) => {
    const input = { name: 'Leo', configuration } as Parameters<typeof animals.create>[0]
    await expect(animals.create(input)).rejects.toThrow(ValidationException)
  })
})
