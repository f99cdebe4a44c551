import { readFileSync } from 'node:fs'
import { compareText, type TableDefinition } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { type Animal, cmzTables, type Family, type User, type UserDetails } from './index.ts'

const tables = cmzTables({})
const families = read<Family>(tables.family)
const users = read<User>(tables.user)
const details = read<UserDetails>(tables.userDetails)
const animals = read<Animal>(tables.animal)
const live = users.filter(({ softDelete }) => softDelete !== true)

describe('fixtures/default', () => {
  it('is large enough to try things with', () => {
    expect(families.length).toBeGreaterThanOrEqual(3)
    expect(users.length).toBeGreaterThanOrEqual(10)
    expect(animals.length).toBeGreaterThanOrEqual(8)
    expect(live.length).toBeLessThan(users.length)
  })

  it.each(Object.values(tables))('$name holds one item a line, in key order', (table) => {
    const text = source(table)
    const lines = text.split('\n')
    expect([lines[0], ...lines.slice(-2)]).toEqual(['[', ']', ''])
    const keys = lines.slice(1, -2).map((line) => {
      const item = JSON.parse(line.replace(/,$/, '')) as Record<string, string>
      return item[table.partitionKey.name] ?? ''
    })
    expect(keys).toEqual(keys.toSorted(compareText))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it.each(Object.values(tables))('$name matches the schema, attribute by attribute', async (table: TableDefinition) => {
    const schemas = table.attributes!
    for (const item of read<Record<string, unknown>>(table)) {
      const { softDelete, created, modified, deleted, ...attributes } = item
      for (const [name, schema] of Object.entries(schemas)) {
        const result = await schema['~standard'].validate(attributes[name])
        expect(result, `${name} of ${JSON.stringify(item)}`).toEqual({ value: attributes[name] })
      }
      expect(Object.keys(attributes).filter((name) => !Object.hasOwn(schemas, name))).toEqual([])
      const stamp = { at: expect.stringMatching(/^2026-\d\d-\d\dT.*\.\d{3}Z$/), by: expect.any(Object) }
      expect({ created, modified }).toEqual({ created: stamp, modified: stamp })
      expect(deleted !== undefined).toBe(softDelete)
    }
  })

  it('lists every member of a family on both sides', () => {
    for (const { familyId, parents, students } of families) {
      const members = [...(parents ?? []), ...(students ?? [])].toSorted()
      expect(
        live
          .filter((user) => user.familyId === familyId)
          .map(({ userId }) => userId)
          .toSorted(),
      ).toEqual(members)
      expect(new Set(members).size).toBe(members.length)
      expect(parents?.size).toBeGreaterThanOrEqual(1)
      expect(students?.size).toBeGreaterThanOrEqual(1)
      for (const { userId, userType } of live.filter((user) => user.familyId === familyId)) {
        expect((userType === 'parent' ? parents : students)?.has(userId)).toBe(true)
      }
    }
    const known = new Set(families.map(({ familyId }) => familyId))
    expect(users.filter(({ familyId }) => familyId !== undefined && !known.has(familyId))).toEqual([])
  })

  it('has details of every user, deleted with the user', () => {
    expect(flags(details)).toEqual(flags(users))
    expect(details.length).toBe(users.length)
    for (const { userId, usage } of details) expect(usage?.userId).toBe(userId)
  })

  it('names each animal once', () => {
    const names = animals.map(({ name }) => name.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
  })
})

function flags(items: readonly (User | UserDetails)[]): object {
  return Object.fromEntries(items.map(({ userId, softDelete }) => [userId, softDelete]))
}

function source(table: TableDefinition): string {
  return readFileSync(new URL(`../../../fixtures/default/${table.name}.json`, import.meta.url), 'utf8')
}

/** The items of a fixture, with tagged sets as sets. */
function read<T>(table: TableDefinition): T[] {
  return JSON.parse(source(table), (_name, value: unknown) =>
    typeof value === 'object' && value !== null && '$ss' in value ? new Set(value.$ss as string[]) : value,
  ) as T[]
}
