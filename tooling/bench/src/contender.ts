import type { Fields, User } from './items.ts'

/** Something that is measured: ourselves, a peer, or a limit of the machine. */
export interface Contender {
  readonly name: string
  /** What a write survives once it was acknowledged; absent where nothing is written. */
  readonly survives?: Survives
  /** How it is used; one line. */
  readonly about: string
  /** Limits that are ways to do the same thing have one name here; the better one counts. */
  readonly limit?: string
  /** More items than this would take minutes to load, or for a single call. */
  readonly mostItems?: number
  /** Slow ones stop before the last round once they had their share of time. */
  readonly slow?: true
  /** Names what it keeps on disk; contenders with the same layout begin with copies of the same folder. */
  readonly layout?: Layout
  /** Opens it over a folder of its own, which holds what its layout says. */
  open(place: Place): Promise<Session>
}

/** A process that is killed, or a power cut too; `nothing` is data that are only in memory. */
export type Survives = 'nothing' | 'kill' | 'power cut'

export interface Layout {
  readonly name: string
  /** Fills an empty folder with the items, on disk when it resolves. */
  prepare(place: Place): Promise<void>
}

export interface Place {
  readonly folder: string
  readonly items: number
  /** The folder that the layout was prepared in. It must stay as it is. */
  readonly prepared: string
}

/** An open contender. A call may return a promise; what it cannot do it lacks. */
export interface Session {
  /** The item, which belongs to the caller. */
  get?(key: string): unknown
  /** Replaces the item and keeps the index right. */
  put?(user: User): unknown
  /** Replaces many at once, on behalf of as many callers. */
  putGroup?(users: readonly User[]): unknown
  /** Sets the fields and returns the whole item. */
  update?(key: string, fields: Fields): unknown
  /** The items of a family. */
  query?(familyId: string): unknown
  /** Every item, in the order of the keys. */
  list?(): unknown
  /** Puts all items back to what they were at first. */
  reset?(): unknown
  /** A copy that goes its own way, ready for use; returns what ends it. */
  fork?(): (() => unknown) | Promise<() => unknown>
  /** Finishes what it does in the background, so that nobody else's round pays for it. */
  settle?(): Promise<void>
  close(): Promise<void>
}

/** Many writes are measured on behalf of this many callers. */
export const groupSize = 64
