import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Database, openDatabase } from '@cmz/store'
import type { Contender, Session } from '../contender.ts'
import { userIdOf } from '../items.ts'
import { usersFile } from './layout.ts'
import { usersTable } from './users-table.ts'

export const us: Contender = {
  name: 'us',
  survives: 'kill',
  about: 'file mode, shared, durability `process`',
  layout: usersFile,
  open: async ({ folder }) => session(await openDatabase(inFolder(folder, 'process')), folder),
}

export const usOnDisk: Contender = {
  name: 'us',
  survives: 'power cut',
  about: 'file mode, shared, durability `disk`',
  layout: usersFile,
  open: async ({ folder }) => session(await openDatabase(inFolder(folder, 'disk')), folder),
}

export const usFromDataset: Contender = {
  name: 'us',
  survives: 'kill',
  about:
    'file mode, shared, durability `process`, over a dataset of all items; a fork is in memory, and read from once',
  layout: usersFile,
  async open({ folder, prepared }) {
    const database = await openDatabase({ ...inFolder(join(folder, 'data'), 'process'), dataset: prepared })
    const key = userIdOf(0)
    return {
      ...session(database, join(folder, 'data')),
      reset: () => database.reset(),
      async fork() {
        const fork = await database.fork()
        await fork.store(usersTable).get(key)
        return () => fork.close()
      },
    }
  },
}

function inFolder(dir: string, durability: 'process' | 'disk') {
  return { mode: 'file', dir, durability } as const
}

function session(database: Database, folder: string): Session {
  const users = database.store(usersTable)
  return {
    get: (key) => users.get(key),
    put: (user) => users.put(user),
    update: (key, fields) => users.updateFields(key, { ...fields }),
    query: async (familyId) => (await users.query({ index: 'byFamily', key: { familyId } })).items,
    list: () => users.list(),
    settle: () => folded(join(folder, '.store')),
    close: () => database.close(),
  }
}

/** Milliseconds. */
const lookEvery = 20
/** A store that is idle for so long, in milliseconds, and has begun no fold, will not. */
const patience = 1_500
/** A journal that holds no commits is shorter than this. */
const foldedSize = 2048

/** Waits until the journal has been folded into the table's file, which the store does by itself when it is idle. */
async function folded(store: string): Promise<void> {
  let before = ''
  let since = performance.now()
  for (;;) {
    const names = await readdir(store)
    const journals = names.filter((name) => name.startsWith('journal-'))
    const sizes = await Promise.all(journals.map((name) => sizeOf(join(store, name))))
    if (sizes.length < 2 && sizes.every((size) => size < foldedSize)) return
    const now = sizes.join()
    if (now !== before || sizes.length > 1) since = performance.now() // two journals: it is folding
    if (performance.now() - since > patience) return
    before = now
    await pause(lookEvery)
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    return Infinity // folded this moment: look again
  }
}
