import { join } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import type { Contender, Layout, Place, Session } from '../contender.ts'
import { type User, userIdOf, userOf } from '../items.ts'

/** JSON in a column, and an index on an expression over it: faster here than generated columns. */
const sqliteFile: Layout = {
  name: 'better-sqlite3',
  async prepare(place) {
    const database = await openFile(place, 'FULL')
    database.exec('CREATE TABLE users (id TEXT PRIMARY KEY, doc TEXT NOT NULL)')
    insertAll(database, place.items)
    database.exec(`CREATE INDEX byFamily ON users (doc ->> '$.familyId')`)
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.close()
  },
}

export const sqliteNormal: Contender = {
  name: 'better-sqlite3-normal',
  survives: 'kill',
  about:
    'WAL, synchronous NORMAL; prepared statements, a JSON column and an index on an expression over it, 64 MB of cache and ' +
    'a memory map; JSON.parse on read',
  layout: sqliteFile,
  open: async (place) => session(await openFile(place, 'NORMAL')),
}

export const sqliteFull: Contender = {
  name: 'better-sqlite3-full',
  survives: 'power cut',
  about: 'WAL, synchronous FULL; calls are synchronous, so each write syncs by itself',
  layout: sqliteFile,
  open: async (place) => session(await openFile(place, 'FULL')),
}

export const sqliteFullGrouped: Contender = {
  name: 'better-sqlite3-full-grouped',
  survives: 'power cut',
  about: 'WAL, synchronous FULL; the writes of 64 callers are put into one transaction by hand',
  layout: sqliteFile,
  async open(place) {
    const database = await openFile(place, 'FULL')
    const own = session(database)
    const putAll = database.transaction((users: readonly User[]) => users.forEach((user) => own.put!(user)))
    return { ...own, putGroup: (users) => putAll.immediate(users) }
  },
}

export const sqliteReset: Contender = {
  name: 'better-sqlite3-normal',
  survives: 'kill',
  about:
    'WAL, synchronous NORMAL; a reset deletes all rows and inserts them from a table in memory, a fork is a serialized copy ' +
    'in memory',
  layout: sqliteFile,
  async open(place) {
    const database = await openFile(place, 'NORMAL')
    database.exec('PRAGMA temp_store = MEMORY; CREATE TABLE temp.start AS SELECT id, doc FROM users')
    const reset = database.transaction(() => {
      database.exec('DELETE FROM users; INSERT INTO users SELECT id, doc FROM start')
    })
    return {
      ...session(database),
      reset: () => reset.immediate(),
      async fork() {
        const { default: Database } = await import('better-sqlite3')
        const copy = database.serialize()
        copy.fill(1, 18, 20) // a database in memory has no write-ahead log
        const fork = new Database(copy)
        fork.prepare('SELECT doc FROM users WHERE id = ?').pluck().get(userIdOf(0))
        return () => fork.close()
      },
    }
  },
}

async function openFile({ folder }: Place, synchronous: 'NORMAL' | 'FULL'): Promise<BetterSqlite3.Database> {
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(sqlitePath(folder))
  database.pragma('journal_mode = WAL')
  database.pragma(`synchronous = ${synchronous}`)
  database.pragma('cache_size = -65536')
  database.pragma('mmap_size = 1073741824')
  return database
}

export function sqlitePath(folder: string): string {
  return join(folder, 'users.db')
}

function session(database: BetterSqlite3.Database): Session {
  const get = database.prepare('SELECT doc FROM users WHERE id = ?').pluck()
  const put = database.prepare(
    'INSERT INTO users (id, doc) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc',
  )
  const update = database
    .prepare(`UPDATE users SET doc = json_set(doc, '$.displayName', ?, '$.visits', ?) WHERE id = ? RETURNING doc`)
    .pluck()
  const query = database.prepare(`SELECT doc FROM users WHERE doc ->> '$.familyId' = ?`).pluck()
  const list = database.prepare('SELECT doc FROM users ORDER BY id').pluck()
  return {
    get: (key) => parsed(get.get(key)),
    put: (user) => put.run(user.userId, JSON.stringify(user)),
    update: (key, { displayName, visits }) => parsed(update.get(displayName, visits, key)),
    query: (familyId) => query.all(familyId).map(parsed),
    list: () => list.all().map(parsed),
    settle: async () => void database.pragma('wal_checkpoint(PASSIVE)'),
    close: async () => void database.close(),
  }
}

function insertAll(database: BetterSqlite3.Database, items: number): void {
  const insert = database.prepare('INSERT INTO users (id, doc) VALUES (?, ?)')
  database.transaction(() => {
    for (let position = 0; position < items; position++) {
      const user = userOf(position)
      insert.run(user.userId, JSON.stringify(user))
    }
  })()
}

function parsed(doc: unknown): unknown {
  return doc === undefined ? undefined : JSON.parse(doc as string)
}
