import type { TableDefinition } from '@cmz/store-core'
import { inSlices, type Items } from '@cmz/store-memory'
import { removeLeft } from './dropped-tables.ts'
import type { Follower } from './follower.ts'
import { temporaryOf } from './folder.ts'
import { formatEntry } from './journal-line.ts'
import { PagedItems } from './paged-items.ts'
import type { HandEdits } from './hand-edits.ts'
import type { SnapshotState } from './snapshot-state.ts'
import { type NextSnapshot, nextSnapshot, writePages } from './write-snapshot.ts'

/** A table whose file is to be written: what it held when the journal was sealed. */
interface Sealed {
  readonly definition: TableDefinition
  readonly items: Items
}

/** What is to be folded. */
interface SealedTables {
  readonly journal: number
  /** The last line before the seal. */
  readonly seq: number
  readonly tables: readonly Sealed[]
}

/** A new snapshot beside the old one. */
interface Written extends Sealed {
  readonly state: SnapshotState
  readonly content: PagedItems
  readonly snapshot: NextSnapshot
}

/**
 * What came of a fold: everything is in the snapshots; a person is at the files, which are to be taken in first; or a
 * table that changed cannot be folded while its file is unreadable.
 */
export type Folded = 'done' | 'edited' | 'blocked'

/**
 * Writes everything into the snapshots and removes the journals that were needed for it. Whoever calls it holds the
 * fold lock.
 */
export async function fold(follower: Follower, edits: HandEdits): Promise<Folded> {
  const { engine, folder } = follower
  await follower.syncLater() // most of it, so that others wait less for the rest
  const sealed = await engine.exclusive(() => seal(follower, edits))
  if (typeof sealed === 'string') return sealed
  const written: Written[] = []
  try {
    for (const table of sealed.tables) written.push(await write(follower, table))
    const isDone = await engine.exclusive(() => replace(follower, edits, sealed, written))
    if (!isDone) return 'edited'
  } finally {
    removeTemporaries(follower, sealed.tables)
  }
  await engine.exclusive(() => {
    for (const number of folder.journals()) if (number <= sealed.journal) folder.disk.remove(folder.journal(number))
  })
  for (const { content, snapshot } of written) await inSlices(content.succeed(snapshot.base, snapshot.changes))
  return 'done'
}

/** Where there is something to fold: ends the journal, and gives what the changed tables hold. */
function seal(follower: Follower, edits: HandEdits): SealedTables | Folded {
  if (edits.changed().length > 0) return 'edited'
  const { tables } = follower.engine
  const changed = tables.names().filter((name) => {
    const { seen, content } = follower.files.get(name) ?? {}
    return seen === undefined || !tables.find(name)!.is(content)
  })
  const isNothing = changed.every((name) => follower.isOnlyDoubted(name))
  const isListed = follower.list() === follower.listed && follower.dropped.size === 0
  if (isNothing && isListed && follower.sealed.size === 0 && !follower.isDoubtful) return 'done'
  if (changed.some((name) => tables.isBroken(name))) return 'blocked'
  const journal = follower.seal()
  const items = follower.sealed.get(journal)!
  return {
    journal,
    seq: follower.seq,
    tables: changed.map((name) => ({ definition: tables.find(name)!.definition, items: items.get(name)! })),
  }
}

async function write({ folder }: Follower, { definition, items }: Sealed): Promise<Written> {
  const path = folder.snapshot(definition.name)
  const snapshot = await inSlices(nextSnapshot(definition, items))
  const file = folder.disk.open(temporaryOf(path), 'create')
  try {
    const crc = await writePages(file, snapshot.pages)
    const content = PagedItems.of(definition, path, snapshot.pages)
    return { definition, items, state: { ...file.state(), crc }, content, snapshot }
  } finally {
    file.close()
  }
}

/**
 * Puts the new files in place of the old ones. The journal tells beforehand that they are the store's, and afterwards
 * that they are in place: whoever reads in between takes neither the old nor the new ones for edits by hand.
 */
function replace(
  follower: Follower,
  edits: HandEdits,
  { journal, seq }: SealedTables,
  all: readonly Written[],
): boolean {
  const { folder, files, engine, dropped } = follower
  // one of that name that came since is another table
  const written = all.filter(({ definition: { name } }) => (dropped.get(name)?.seq ?? 0) <= seq)
  const isTouched = ({ definition: { name } }: Written) => edits.hasChanged(name) || engine.tables.isBroken(name)
  if (edits.changed().length > 0 || written.some(isTouched)) return false
  const states = new Map([...files].flatMap(([name, { seen }]) => (seen === undefined ? [] : [[name, seen] as const])))
  for (const [name, { seen, content }] of files) files.set(name, { seen, content }) // what was announced before is past
  for (const { definition, state } of written) states.set(definition.name, state)
  for (const { definition, state, content } of written) {
    const file = files.get(definition.name)
    files.set(definition.name, { seen: undefined, content: undefined, ...file, announced: { seen: state, content } })
  }
  follower.journal!.append(formatEntry({ folding: journal, files: Object.fromEntries(states) }))
  // else a power cut could make the new files look like a person's, and keep tables but not the line that made them
  follower.sync()
  folder.write(folder.tables, follower.list())
  for (const each of written) {
    const path = folder.snapshot(each.definition.name)
    // the syncs took a while: another look, so that nothing is written over what a person has just saved
    if (isTouched(each)) return false
    folder.disk.rename(temporaryOf(path), path)
  }
  for (const name of dropped.keys()) {
    removeLeft(follower, name)
    folder.disk.remove(temporaryOf(folder.snapshot(name))) // of a fold that did not live to do so
  }
  folder.disk.syncDirectory(folder.path) // the journals that they replace must not go before the names last
  follower.journal!.append(formatEntry({ folded: journal }))
  follower.sync() // else the journals could go one by one, and leave a gap that nothing explains
  for (const { definition, items, content } of written) engine.tables.find(definition.name)!.rebase(items, content)
  follower.finishFold(journal)
  return true
}

/** Frees the space of what was not put in place. */
function removeTemporaries({ folder }: Follower, sealed: readonly Sealed[]): void {
  for (const { definition } of sealed) {
    try {
      folder.disk.remove(temporaryOf(folder.snapshot(definition.name)))
    } catch {
      // what went wrong before is what the caller must hear; the next fold writes over it
    }
  }
}
