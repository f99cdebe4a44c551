import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contender, Layout, Session } from '../contender.ts'
import { type User, userOf } from '../items.ts'

const oneArray: Layout = {
  name: 'whole-file',
  async prepare({ folder, items }) {
    writeFileSync(wholeFile(folder), JSON.stringify(Array.from({ length: items }, (_each, index) => userOf(index))), {
      flush: true,
    })
  },
}

/** The design that the store replaces. */
export const whole: Contender = {
  name: 'whole-file',
  survives: 'kill',
  about:
    'the design being replaced: one array, the whole file read by every call and rewritten by every write; killed within ' +
    'a write it loses everything',
  layout: oneArray,
  mostItems: 100_000,
  slow: true,
  async open({ folder, prepared }) {
    return session(wholeFile(folder), wholeFile(prepared))
  },
}

export function wholeFile(folder: string): string {
  return join(folder, 'users.json')
}

function session(file: string, start: string): Session {
  const read = (): User[] => JSON.parse(readFileSync(file, 'utf8')) as User[]
  const write = (users: readonly User[]): void => writeFileSync(file, JSON.stringify(users))
  return {
    get: (key) => read().find(({ userId }) => userId === key),
    put(user) {
      const users = read()
      users[users.findIndex(({ userId }) => userId === user.userId)] = user
      write(users)
    },
    update(key, fields) {
      const users = read()
      const position = users.findIndex(({ userId }) => userId === key)
      const user = { ...users[position]!, ...fields }
      users[position] = user
      write(users)
      return user
    },
    query: (family) => read().filter(({ familyId }) => familyId === family),
    list: read,
    reset: () => copyFileSync(start, file),
    fork() {
      const fork = `${file}.fork`
      copyFileSync(file, fork)
      return () => undefined
    },
    close: async () => undefined,
  }
}
