// oxlint-disable-next-line typescript/triple-slash-reference -- whoever compiles this from another package needs the types too
/// <reference path="./fs-native-extensions.d.ts" />
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { mkdir, open, readdir, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { DiskException } from '@cmz/store-core'
import fsNativeExtensions from 'fs-native-extensions'

/** What tells one state of a file from another. */
export interface FileState {
  readonly inode: bigint
  readonly size: bigint
  /** Nanoseconds since 1970. */
  readonly modified: bigint
  /** The user id of its owner. */
  readonly owner: number
}

/** True if nothing tells the two states apart; `undefined` is the state of a file that is not there. */
export function sameFile(now: FileState | undefined, before: FileState | undefined): boolean {
  if (now === undefined || before === undefined) return now === before
  return now.inode === before.inode && now.size === before.size && now.modified === before.modified
}

/** A lock that the kernel holds for this process and releases when it dies. */
export interface DiskLock {
  /** Lets go of it. */
  release(): void
  /** Lets go of it and leaves the file as it was found, so that an opening that failed has changed nothing. */
  undo(): void
}

/** What was found where a lock was wanted: the lock, or the note that its holder left. */
export type LockAttempt = { readonly lock: DiskLock } | { readonly heldBy: string }

/**
 * All that the store does with files. Every failure is a DiskException naming the path, so that tests can put a disk
 * with faults, or one that forgets what was not synced, in place of the real one.
 */
export interface Disk {
  /** The bytes of a file. */
  read(path: string): Promise<Uint8Array>
  /** Creates or replaces a file, readable for its owner only. Lasts only after `sync`. */
  write(path: string, text: string): Promise<void>
  /** Resolves once a file's contents, or a directory's names, would survive a power cut. */
  sync(path: string): Promise<void>
  /** Replaces `to` atomically, before anything else of this process happens. Lasts only after `sync` of the directory. */
  rename(from: string, to: string): void
  /** Removes a file, or an empty directory, if it is there. */
  remove(path: string): Promise<void>
  /** Creates a directory and its parents where they are missing, for their owner only; they last when this resolves. */
  makeDirectory(path: string): Promise<void>
  list(directory: string): Promise<readonly string[]>
  realPath(path: string): Promise<string>
  /** `undefined` if there is no such file. */
  stat(path: string): FileState | undefined
  /** Fails unless names in the directory can be created and replaced. */
  checkWritable(directory: string): void
  /** Locks a file, creating it where needed, and leaves a note in it for whoever comes next. */
  lock(path: string, note: string): LockAttempt
}

export const nodeDisk: Disk = {
  read: (path) => attempt('read', path, () => readFile(path)),
  write: (path, text) => attempt('write', path, () => writeFile(path, text, { mode: 0o600 })),
  sync: (path) => attempt('sync', path, () => syncPath(path)),
  rename: (from, to) => attemptNow('replace', to, () => renameSync(from, to)),
  remove: (path) => attempt('remove', path, () => removePath(path)),
  makeDirectory: (path) => attempt('create', path, () => makeDirectory(path)),
  list: (directory) => attempt('list', directory, () => readdir(directory)),
  realPath: (path) => attempt('find', path, () => realpath(path)),
  stat: (path) =>
    attemptNow('look at', path, () => {
      const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
      return stat && { inode: stat.ino, size: stat.size, modified: stat.mtimeNs, owner: Number(stat.uid) }
    }),
  checkWritable: (directory) =>
    attemptNow('write to', directory, () => accessSync(directory, constants.W_OK | constants.X_OK)),
  lock: (path, note) => attemptNow('lock', path, () => lockFile(path, note)),
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function removePath(path: string): Promise<void> {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory()) await rmdir(path)
  else await rm(path, { force: true })
}

async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = resolve(path); ; made = dirname(made)) {
    await syncPath(dirname(made))
    if (made === resolve(first)) return
  }
}

function lockFile(path: string, note: string): LockAttempt {
  for (;;) {
    const before = statSync(path, { throwIfNoEntry: false })
    const fd = openSync(path, 'a+', 0o600)
    if (!fsNativeExtensions.tryLock(fd)) {
      closeSync(fd)
      return { heldBy: readFileSync(path, 'utf8') }
    }
    // whoever held it may have removed the file before it let go: then this is the lock of nothing
    if (fstatSync(fd).ino === statSync(path, { throwIfNoEntry: false })?.ino)
      return { lock: heldLock(path, fd, note, before) }
    closeSync(fd)
  }
}

function heldLock(path: string, fd: number, note: string, before: Stats | undefined): DiskLock {
  const found = readFileSync(path, 'utf8')
  replaceText(fd, note)
  return {
    release() {
      replaceText(fd, '')
      closeSync(fd)
    },
    undo() {
      if (before === undefined) {
        unlinkSync(path)
      } else {
        replaceText(fd, found)
        utimesSync(path, before.atime, before.mtime)
      }
      closeSync(fd)
    },
  }
}

function replaceText(fd: number, text: string): void {
  ftruncateSync(fd)
  if (text.length > 0) writeSync(fd, text)
}

async function attempt<T>(action: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw diskFault(action, path, cause)
  }
}

function attemptNow<T>(action: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw diskFault(action, path, cause)
  }
}

const advice: Readonly<Record<string, string>> = {
  EACCES: 'permission denied: make it accessible for this user, or choose another folder',
  EPERM: 'not permitted: make it accessible for this user, or choose another folder',
  EROFS: 'the file system is read-only: choose another folder',
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  EMFILE: 'too many open files: raise the limit (ulimit -n)',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a file is in its place',
  EISDIR: 'a folder is in its place',
  ENAMETOOLONG: 'the name is too long for a file: a table in files has at most 246 characters',
}

function diskFault(action: string, path: string, cause: unknown): DiskException {
  const { code, message } = cause as NodeJS.ErrnoException
  const reason = code === undefined ? message : `${advice[code] ?? message} (${code})`
  return new DiskException(`Cannot ${action} ${path}: ${reason}`, path, { cause })
}
