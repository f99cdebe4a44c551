import { crc32 } from 'node:zlib'
import type { Item } from '@cmz/store-core'
import type { Change, TableState, UsedToken } from '@cmz/store-memory'
import { readState, type SnapshotState, writeState } from './snapshot-state.ts'
import { readTable, type WrittenTable, writeTable } from './tables-file.ts'
import { decodeItem, encodeItem, parseJson } from './tagged-json.ts'

/** The version of the journal's form, which its first line names. */
export const journalFormat = 1

/** What one line of the journal says; it is done as a whole or not at all. */
export interface JournalEntry {
  /** Numbers what changes the state; lines without one belong to the journal's own keeping. */
  readonly seq?: number
  /** Items as they are from here on, by table. */
  readonly put?: Readonly<Record<string, readonly Item[]>>
  /** Keys of items that are gone from here on, by table. */
  readonly delete?: Readonly<Record<string, readonly Item[]>>
  /** Tables that are new or altered, as they are from here on. */
  readonly tables?: readonly TableState[]
  /** Tables that are gone from here on. In the JSON they stand among `tables`, so that an older program refuses the line. */
  readonly dropped?: readonly string[]
  /** Tables that from here on hold a dataset's items: the name of the copy, or `null` for nothing. */
  readonly reset?: Readonly<Record<string, string | null>>
  /** Snapshots that a person changed, and whose changes are in this line. */
  readonly edited?: Readonly<Record<string, SnapshotState>>
  /** Tokens of transactions that are in this line or, in the first one, in lines before it; as long as they count. */
  readonly tokens?: readonly UsedToken[]
  /** Every line up to this one was synced when this one was written. */
  readonly synced?: number
  /** In the first line, besides `files`: the version of the form, the journal's number, and the line after which it begins. */
  readonly format?: number
  readonly journal?: number
  readonly after?: number
  /** The last line: the number of the journal that goes on. */
  readonly seal?: number
  /** Everything up to the end of this journal is in new snapshots; these are about to be put in place. */
  readonly folding?: number
  /** The snapshots as they are known; where there is one, the journal alone does not say everything. */
  readonly files?: Readonly<Record<string, SnapshotState>>
  /** They are in place, and the journals up to this one are no longer needed. */
  readonly folded?: number
}

/** The JSON of a line: what it says, and the changes that it commits. */
export function formatEntry(entry: JournalEntry, changes: readonly Change[] = []): string {
  const { tables, dropped, edited, files, ...rest } = entry
  const head = JSON.stringify({
    ...rest,
    ...((tables ?? dropped) && { tables: [...(dropped ?? []).map(writeDropped), ...(tables ?? []).map(writeTable)] }),
    ...(edited && { edited: mapValues(edited, writeState) }),
    ...(files && { files: mapValues(files, writeState) }),
  })
  return changes.length === 0 ? head : `${head.slice(0, -1)}${formatChanges(changes)}}`
}

/** What a commit holds. */
export interface Commit {
  readonly changes: readonly Change[]
  readonly tokens: readonly UsedToken[]
  /** The line up to which all was synced, where that is to be told. */
  readonly synced: number | undefined
}

/** The JSON of a commit, which is what most lines are. */
export function formatCommit(seq: number, { changes, tokens, synced }: Commit): string {
  const told = synced === undefined ? '' : `,"synced":${synced}`
  const used = tokens.length === 0 ? '' : `,"tokens":${JSON.stringify(tokens)}`
  return `{"seq":${seq}${told}${used}${formatChanges(changes)}}`
}

const digits = Buffer.from('0123456789abcdef')

/** Writes the checksum that stands before the JSON of a line: 8 hexadecimal digits and a space. */
export function writeChecksum(line: Uint8Array, json: Uint8Array): void {
  const checksum = crc32(json)
  for (let index = 0; index < 8; index++) line[index] = digits[(checksum >>> (28 - 4 * index)) & 0xf]!
  line[8] = 0x20
}

const expected = Buffer.alloc(9)

/** What a line says; `undefined` where its checksum shows that it is not what was written. */
export function parseLine(line: Buffer): JournalEntry | undefined {
  const json = line.subarray(9)
  writeChecksum(expected, json)
  if (line.length < 10 || expected.compare(line, 0, 9) !== 0) return undefined
  return parseEntry(json.toString())
}

interface DroppedLine {
  readonly name: string
  readonly dropped: true
}

function writeDropped(name: string): DroppedLine {
  return { name, dropped: true }
}

function parseEntry(text: string): JournalEntry {
  const { tables, ...entry } = parseJson(text) as Omit<JournalEntry, 'tables'> & {
    readonly tables?: readonly (WrittenTable | DroppedLine)[]
  }
  const { put, delete: gone, edited, files } = entry
  const dropped = tables?.flatMap((each) => ('dropped' in each ? each.name : [])) ?? []
  const defined = tables?.flatMap((each) => ('dropped' in each ? [] : readTable(each))) ?? []
  return {
    ...entry,
    ...(put && { put: mapValues(put, (items) => items.map(decodeItem)) }),
    ...(gone && { delete: mapValues(gone, (keys) => keys.map(decodeItem)) }),
    ...(defined.length > 0 && { tables: defined }),
    ...(dropped.length > 0 && { dropped }),
    ...(edited && { edited: mapValues(edited, (state) => readState(state as never)) }),
    ...(files && { files: mapValues(files, (state) => readState(state as never)) }),
  }
}

/** `,"put":{…}` and `,"delete":{…}`, by table. */
function formatChanges(changes: readonly Change[]): string {
  const [only] = changes
  if (changes.length === 1 && only!.item !== null) {
    return `,"put":{${JSON.stringify(only!.table)}:[${encodeItem(only!.item)}]}`
  }
  const put = new Map<string, string[]>()
  const gone = new Map<string, string[]>()
  for (const { table, key, item } of changes) {
    const lines = item === null ? gone : put
    if (!lines.has(table)) lines.set(table, [])
    lines.get(table)!.push(encodeItem(item ?? key))
  }
  return `${formatLines('put', put)}${formatLines('delete', gone)}`
}

function formatLines(name: string, lines: ReadonlyMap<string, readonly string[]>): string {
  if (lines.size === 0) return ''
  return `,"${name}":{${[...lines].map(([table, items]) => `${JSON.stringify(table)}:[${items.join(',')}]`).join(',')}}`
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
