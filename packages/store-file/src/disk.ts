/** What tells one state of a file from another. */
export interface FileState {
  readonly inode: bigint
  readonly size: bigint
  /** Nanoseconds since 1970. */
  readonly modified: bigint
}

/** True if nothing tells the two states apart; `undefined` is the state of a file that is not there. */
export function sameFile(now: FileState | undefined, before: FileState | undefined): boolean {
  if (now === undefined || before === undefined) return now === before
  return now.inode === before.inode && now.size === before.size && now.modified === before.modified
}

/** What is found at a path, which is not followed where it is a link. */
export interface PathState extends FileState {
  readonly kind: 'file' | 'directory' | 'other'
  /** The user id of its owner. */
  readonly owner: number
}

/** An open file. It stays readable when its name is taken away. */
export interface DiskFile {
  readonly path: string
  /** Fills the buffer from a position; returns the number of bytes, which is less only at the end of the file. */
  read(buffer: Uint8Array, position: number): number
  /** Writes all the bytes; lasts only after a sync. A part of them may be there where it fails. */
  write(bytes: Uint8Array, position: number): void
  /** The same, while others run. */
  writeLater(bytes: Uint8Array, position: number): Promise<void>
  truncate(size: number): void
  state(): FileState
  /** `links` is 0 once no name leads to the file any more. */
  extent(): { readonly size: number; readonly links: number }
  /** Returns once the contents would survive a power cut. */
  sync(): void
  /** The same, while others run; `undefined` where the disk is so quick that there is nothing to wait for. */
  syncLater(): Promise<void> | undefined
  /** Lets go of it, once what runs is done. */
  close(): void
}

/** A lock on a file that the kernel holds for this process and releases when it dies. */
export interface DiskLock {
  /** False if somebody else has it. `shared`: others may have it too, if they also share. */
  tryLock(shared?: boolean): boolean
  /** Resolves once it is ours; a thread of its own waits for it. */
  waitForLock(): Promise<void>
  unlock(): void
  /** As `unlock`, but it may stay ours for another moment, for `resume`; not where this thread waits or is held up. */
  linger(): void
  /** True if it stayed ours since `linger`, and so is locked again: nobody else had it. */
  resume(): boolean
  /** What whoever holds it wrote into the file. */
  note(): string
  leaveNote(text: string): void
  /** False once the file was removed: then this is the lock of nothing. */
  isThere(): boolean
  /** Lets go of it. */
  close(): void
}

/**
 * All that the store does with files. Every failure is a DiskException naming the path, so that tests can put a disk
 * with faults, or one that forgets what was not synced, in place of the real one.
 */
export interface Disk {
  /** Opens a file: to read it, to change it, or a new one, which only its owner may read; an old one of its name is emptied. */
  open(path: string, mode: 'read' | 'change' | 'create'): DiskFile
  /** Opens a lock file, and creates it where needed. */
  openLock(path: string): DiskLock
  /** Returns once a directory's names would survive a power cut. */
  syncDirectory(path: string): void
  /** Replaces `to` atomically. Lasts only after `syncDirectory`. */
  rename(from: string, to: string): void
  /** Removes a file, or an empty directory, if it is there. Lasts only after `syncDirectory`. */
  remove(path: string): void
  /** Creates a directory and its parents where they are missing, for their owner only; they last when this returns. */
  makeDirectory(path: string): void
  list(directory: string): readonly string[]
  realPath(path: string): string
  /** `undefined` if there is nothing. */
  stat(path: string): PathState | undefined
  /** Fails unless names in the directory can be created and replaced. */
  checkWritable(directory: string): void
}
