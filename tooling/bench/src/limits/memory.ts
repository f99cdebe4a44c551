import type { Contender } from '../contender.ts'
import { lineOf, type User, userOf } from '../items.ts'
import { copy } from './copy.ts'

export const mapClone: Contender = {
  name: 'map-clone-await',
  limit: 'map-clone-await',
  about: 'a Map, a recursive copy of what it holds, and one await',
  async open({ items }) {
    const users = everyUser(items)
    const families = new Map<string, User[]>()
    for (const user of users.values()) {
      const members = families.get(user.familyId)
      if (members === undefined) families.set(user.familyId, [user])
      else members.push(user)
    }
    return {
      get: async (key) => copy(users.get(key)),
      query: async (familyId) => families.get(familyId)!.map(copy<User>),
      list: async () => Array.from(users.values(), copy<User>),
      close: async () => undefined,
    }
  },
}

export const mapCopy: Contender = {
  name: 'map-copy',
  limit: 'map-copy',
  about: 'a new Map of the items of another, which are not copied',
  async open({ items }) {
    const start = everyUser(items)
    let users = start
    return {
      reset: () => void (users = new Map(start)),
      fork() {
        const fork = new Map(users)
        return () => fork.clear()
      },
      close: async () => undefined,
    }
  },
}

export const jsonParse: Contender = {
  name: 'json-parse',
  limit: 'json-parse',
  about: 'JSON.parse of one line after the other, which are in memory',
  async open({ items }) {
    const lines = Array.from({ length: items }, (_each, position) => Buffer.from(lineOf(userOf(position))).toString())
    return { list: () => lines.map((line) => JSON.parse(line) as unknown), close: async () => undefined }
  },
}

function everyUser(items: number): Map<string, User> {
  const users = new Map<string, User>()
  for (let position = 0; position < items; position++) {
    const user = JSON.parse(lineOf(userOf(position))) as User
    users.set(user.userId, user)
  }
  return users
}
