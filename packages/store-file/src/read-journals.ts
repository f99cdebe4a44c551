import { CorruptFileException } from '@cmz/store-core'
import { type DroppedTable, withoutDropped } from './dropped-tables.ts'
import type { Folder } from './folder.ts'
import { Journal } from './journal.ts'
import { type JournalEntry, journalFormat } from './journal-line.ts'
import type { SnapshotState } from './snapshot-state.ts'

/** What the journals of a folder say. */
export interface ReadJournals {
  /** The newest one, read up to its last line; `undefined` in a folder without. */
  readonly journal: Journal | undefined
  /** The line after which the entries begin. */
  readonly after: number
  /** The last journal that is known to be in the snapshots. */
  readonly folded: number
  /** What the snapshots do not hold yet, in order; nothing of tables that a later one drops. */
  readonly entries: readonly JournalEntry[]
  /** Every state in which the store left, or took in, a table's file, or was about to. */
  readonly states: ReadonlyMap<string, readonly SnapshotState[]>
  /** The tables that are known to have a file. */
  readonly inFiles: ReadonlySet<string>
  /** The tables that were dropped since the last fold; some of them may have come again. */
  readonly dropped: ReadonlyMap<string, DroppedTable>
}

interface ReadJournal {
  readonly journal: Journal
  readonly entries: readonly JournalEntry[]
}

/** Reads all journals. CorruptFileException where one cannot be read, is missing, or has another form. */
export function readJournals(folder: Folder): ReadJournals {
  const read: ReadJournal[] = []
  try {
    for (const number of folder.journals()) read.push(readJournal(folder, number))
    const all = read.flatMap(({ entries }) => entries)
    const folded = Math.max(0, ...all.map((entry) => entry.folded ?? 0))
    const kept = read.filter(({ journal }) => journal.number > folded)
    checkChain(folder, kept, folded)
    const last = read.at(-1)
    for (const { journal } of read) if (journal !== last?.journal) journal.close()
    return {
      journal: last?.journal,
      folded,
      after: kept[0]?.entries[0]?.after ?? 0,
      entries: withoutDropped(kept.flatMap(({ entries }) => entries)),
      ...readFiles(all, folded),
    }
  } catch (error) {
    for (const { journal } of read) journal.close()
    throw error
  }
}

/** What lines say of the tables' files. */
function readFiles(
  entries: readonly JournalEntry[],
  folded: number,
): Pick<ReadJournals, 'states' | 'inFiles' | 'dropped'> {
  const states = new Map<string, readonly SnapshotState[]>()
  const inFiles = new Set<string>()
  const dropped = new Map<string, DroppedTable>()
  for (const entry of entries) {
    for (const name of entry.dropped ?? []) {
      const left = [...(dropped.get(name)?.states ?? []), ...(states.get(name) ?? [])]
      dropped.set(name, { seq: entry.seq!, states: left })
      states.delete(name)
    }
    for (const [name, state] of [...Object.entries(entry.files ?? {}), ...Object.entries(entry.edited ?? {})]) {
      states.set(name, [...(states.get(name) ?? []), state])
      if ((entry.folding ?? 0) <= folded) inFiles.add(name)
    }
    if (entry.folded !== undefined) dropped.clear() // whoever folded removed what was left
  }
  return { states, inFiles, dropped }
}

function readJournal(folder: Folder, number: number): ReadJournal {
  const journal = new Journal(number, folder.disk.open(folder.journal(number), 'change'))
  try {
    const entries = [...journal.entries()]
    const [first] = entries
    if (first !== undefined && (first.format === undefined || first.journal !== number)) {
      throw journal.damage('the journal does not begin with its number and the version of its form', 1)
    }
    if (first !== undefined && first.format !== journalFormat) {
      const age = first.format! > journalFormat ? 'a newer' : 'an older'
      throw journal.damage(
        `the journal has form ${first.format}, of ${age} version of this program, which reads form ${journalFormat}: use that version`,
        1,
      )
    }
    return { journal, entries }
  } catch (error) {
    journal.close()
    throw error
  }
}

/** Every journal but the last is whole, and no journal and no line is missing in between. */
function checkChain(folder: Folder, kept: readonly ReadJournal[], folded: number): void {
  let expected = folded === 0 ? (kept[0]?.journal.number ?? 1) : folded + 1
  let seq = kept[0]?.entries[0]?.after ?? 0
  for (const [index, { journal, entries }] of kept.entries()) {
    if (journal.number !== expected) {
      const at = { file: folder.journal(expected), line: 1, column: 1 }
      throw new CorruptFileException('this journal is missing, and a later one stands on it', at)
    }
    expected++
    for (const [position, entry] of entries.entries()) {
      if (entry.seq === undefined) continue
      if (entry.seq !== seq + 1) throw journal.damage(afterGap(entry.seq, seq), position + 1)
      seq = entry.seq
    }
    const isLast = index === kept.length - 1
    if (!isLast && (journal.tail() !== 'none' || entries.at(-1)?.seal === undefined)) {
      throw journal.damage('the journal is not whole, and a later one stands on it')
    }
  }
}

/** What is wrong with a commit that does not follow the one before. */
export function afterGap(seq: number, before: number): string {
  return `this is commit ${seq}, but the last one before it is ${before}`
}

/** True if what stands behind the last line of a journal was never known to be synced: a power cut may have damaged it. */
export function mayBeLost(journal: Journal, seq: number, synced: number): boolean {
  return journal.tail() === 'damaged' && seq >= Math.max(synced, journal.syncedInTail())
}
