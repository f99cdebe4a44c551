import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { count, optional, schema, text, texts, trimmed, withDefault } from './standard-schema.ts'
import { users } from './zoo.ts'

const attributes = {
  userId: text,
  name: trimmed,
  age: optional(count),
  role: withDefault('parent'),
  tags: optional(texts),
}

function checked({ database, table }: Context) {
  return database().store(table({ ...users, attributes }))
}

const invalid = 'ValidationException'

export const schemas: readonly Scenario[] = theme('schemas', {
  'what the schema returns is stored': async (context) => {
    const store = checked(context)
    const created = await store.create({ userId: 'ada', name: '  Ada ' })
    expect(created).toMatchObject({ userId: 'ada', name: 'Ada', role: 'parent' })
    expect(await store.get('ada')).toEqual(created)
    await store.updateFields('ada', { name: ' Ada L. ' })
    expect(await store.get('ada')).toMatchObject({ name: 'Ada L.' })
  },
  'what the schema refuses is not written': async (context) => {
    const store = checked(context)
    await refused(store.create({ userId: 'ada', name: 5 }), invalid, /name: must be text/)
    await refused(store.create({ userId: 'ada' }), invalid, /name: must be text/)
    await refused(store.put({ userId: 'ada', name: 5 }), invalid, /name: must be text/)
    expect(await store.get('ada')).toBeUndefined()
  },
  'all complaints are told, with their paths': async (context) => {
    const store = checked(context)
    const error = await refused(
      store.create({ userId: 'ada', name: 5, age: -1, tags: ['a', 5], extra: true } as never),
      invalid,
    )
    const { issues } = error as unknown as { issues: { path: unknown[] }[] }
    expect(issues).toHaveLength(4)
    expect(issues).toContainEqual({ path: ['name'], message: 'must be text' })
    expect(issues).toContainEqual({ path: ['age'], message: 'must not be negative' })
    expect(issues).toContainEqual({ path: ['tags', 1], message: 'must be text' })
    expect(issues).toContainEqual({ path: ['extra'], message: 'Unknown attribute' })
  },
  'an asynchronous schema is awaited': async (context) => {
    const store = checked(context)
    await refused(store.create({ userId: 'ada', name: 'Ada', age: -1 }), invalid, /age: must not be negative/)
    expect(await store.create({ userId: 'ada', name: 'Ada', age: 5 })).toMatchObject({ age: 5 })
  },
  'an attribute that the schema does not know is refused': async (context) => {
    const store = checked(context)
    await refused(store.create({ userId: 'ada', name: 'Ada', shoe: 42 } as never), invalid, /shoe: Unknown attribute/)
    await store.create({ userId: 'ada', name: 'Ada' })
    await refused(store.updateFields('ada', { shoe: 42 } as never), invalid, /shoe: Unknown attribute/)
    await refused(store.updateFields('ada', { toString: 1 } as never), invalid, /Unknown attribute/)
    expect(await store.get('ada')).not.toHaveProperty('shoe')
  },
  'updateFields checks what is given and asks for nothing more': async (context) => {
    const store = checked(context)
    await store.create({ userId: 'ada', name: 'Ada', role: 'student' })
    const updated = await store.updateFields('ada', { age: 7 })
    expect(updated).toMatchObject({ name: 'Ada', age: 7, role: 'student' })
    await refused(store.updateFields('ada', { age: -7 }), invalid, /age: must not be negative/)
    expect(await store.get('ada')).toEqual(updated)
  },
  "the schema does not see the store's own attributes": async (context) => {
    const store = checked(context)
    const created = await store.create({ userId: 'ada', name: 'Ada' })
    await store.softDelete('ada')
    await store.recover('ada')
    const put = await store.put({ ...created, name: 'Ada L.' })
    expect(put).toMatchObject({ name: 'Ada L.', created: created.created })
  },
  'an id that is made passes through the schema': async (context) => {
    const created = await checked(context).create({ name: 'Ada' })
    expect(created).toMatchObject({ userId: expect.stringMatching(/^user_/) })
  },
  'a schema of the whole item checks create and put': async ({ database, table }) => {
    const adult = schema((value) => {
      const { age, guardian } = value as { age?: number; guardian?: string }
      if ((age ?? 0) >= 18 || guardian !== undefined) return { value: { ...(value as object), checked: true } }
      return { issues: [{ message: 'children need a guardian', path: ['guardian'] }] }
    })
    const store = database().store(table({ ...users, schema: adult }))
    const child = { userId: 'kid', age: 7 }
    await refused(store.create(child as never), invalid, /guardian: children need a guardian/)
    await refused(store.put(child as never), invalid, /guardian: children need a guardian/)
    const created = await store.create({ ...child, guardian: 'ada' } as never)
    expect(created).toMatchObject({ userId: 'kid', checked: true })
  },
  'a value that the schema lets through must still be a value of DynamoDB': async ({ database, table }) => {
    const anything = schema((value) => ({ value }))
    const store = database().store(table({ ...users, attributes: { userId: text, when: anything } }))
    const item = { userId: 'ada', when: new Date(0) }
    await refused(store.create(item), invalid, /attribute when/)
  },
})
