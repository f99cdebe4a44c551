import { join } from 'node:path'
import type { Database, RootDatabase, RootDatabaseOptions } from 'lmdb'
import type { Contender, Layout, Place, Session } from '../contender.ts'
import { type User, userOf } from '../items.ts'

interface Opened {
  readonly root: RootDatabase
  readonly users: Database<User, string>
  /** Keys of users by family: the index, which is kept by hand. */
  readonly families: Database<string, string>
}

interface Variant extends RootDatabaseOptions {
  /** Keeps the names of attributes once, not in each item; the manual's advice for objects of one shape. */
  readonly structures: boolean
}

const plain = layout('lmdb', { structures: false })
const structured = layout('lmdb-structures', { structures: true })

export const lmdb: Contender = {
  name: 'lmdb',
  survives: 'kill',
  about: 'defaults, so msgpack and overlapping sync; the index is kept by hand in the same transaction',
  layout: plain,
  open: async (place) => session(await openFile(place, { structures: false })),
}

export const lmdbStructures: Contender = {
  name: 'lmdb-structures',
  survives: 'kill',
  about: 'lmdb with shared structures: attribute names are stored once',
  layout: structured,
  open: async (place) => session(await openFile(place, { structures: true })),
}

export const lmdbDurable: Contender = {
  name: 'lmdb-durable',
  survives: 'power cut',
  about:
    'lmdb-structures with overlappingSync off: a write resolves once it is synced, and writes that wait share a commit',
  layout: structured,
  open: async (place) => session(await openFile(place, { structures: true, overlappingSync: false })),
}

export const lmdbDurableSync: Contender = {
  name: 'lmdb-durable-sync',
  survives: 'power cut',
  about: 'lmdb-durable by transactionSync',
  layout: structured,
  async open(place) {
    const opened = await openFile(place, { structures: true, overlappingSync: false })
    return { ...session(opened), put: (user) => opened.root.transactionSync(() => put(opened, user)) }
  },
}

export const lmdbFlushed: Contender = {
  name: 'lmdb-flushed',
  survives: 'power cut',
  about: 'lmdb-structures, waiting for `flushed` after each write',
  layout: structured,
  async open(place) {
    const opened = await openFile(place, { structures: true })
    const { root } = opened
    return {
      ...session(opened),
      async put(user) {
        await root.transaction(() => put(opened, user))
        await root.flushed
      },
    }
  },
}

export const lmdbReset: Contender = {
  name: 'lmdb',
  survives: 'kill',
  about: 'lmdb-structures; a reset clears all entries and puts them again in one transaction',
  layout: structured,
  async open(place) {
    const opened = await openFile(place, { structures: true })
    const { root, users, families } = opened
    const start = everyUser(opened)
    return {
      ...session(opened),
      reset: () =>
        root.transactionSync(() => {
          users.clearSync()
          families.clearSync()
          for (const user of start) add(opened, user)
        }),
    }
  },
}

function layout(name: string, variant: Variant): Layout {
  return {
    name,
    async prepare(place) {
      const opened = await openFile(place, variant)
      const perTransaction = 10_000
      for (let from = 0; from < place.items; from += perTransaction) {
        opened.root.transactionSync(() => {
          for (let at = from; at < Math.min(place.items, from + perTransaction); at++) add(opened, userOf(at))
        })
      }
      await opened.root.flushed
      await opened.root.close()
    },
  }
}

async function openFile({ folder }: Place, { structures, ...options }: Variant): Promise<Opened> {
  const { open } = await import('lmdb')
  const root = open({ path: lmdbPath(folder), ...options })
  return {
    root,
    users: root.openDB({ name: 'users', ...(structures && { sharedStructuresKey: Symbol.for('structures') }) }),
    families: root.openDB({ name: 'families', dupSort: true, encoding: 'ordered-binary' }),
  }
}

export function lmdbPath(folder: string): string {
  return join(folder, 'users.mdb')
}

function session(opened: Opened): Session {
  const { root, users, families } = opened
  return {
    get: (key) => users.get(key),
    put: (user) => root.transaction(() => put(opened, user)),
    update: (key, fields) =>
      root.transaction(() => {
        const user = { ...users.get(key)!, ...fields }
        void users.put(key, user)
        return user
      }),
    query: (familyId) => families.getValues(familyId).map((key) => users.get(key)).asArray,
    list: () => everyUser(opened),
    settle: async () => void (await root.flushed),
    close: () => root.close(),
  }
}

/** The keys of the shared structures come before all others. */
function everyUser({ users }: Opened): readonly User[] {
  return users.getRange({ start: 'user' }).map(({ value }) => value).asArray
}

function put(opened: Opened, user: User): void {
  const { users, families } = opened
  const before = users.get(user.userId)
  if (before?.familyId === user.familyId) {
    void users.put(user.userId, user)
    return
  }
  if (before !== undefined) void families.remove(before.familyId, user.userId)
  add(opened, user)
}

function add({ users, families }: Opened, user: User): void {
  void users.put(user.userId, user)
  void families.put(user.familyId, user.userId)
}
