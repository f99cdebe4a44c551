import { closeSync, openSync, readFileSync, statSync, writeSync, ftruncateSync } from 'node:fs'
import { mkdir, open, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
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

/** A lock that the kernel holds for this process and releases when it dies. */
export interface DiskLock {
  release(): void
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
  /** Replaces `to` atomically. Lasts only after `sync` of the directory. */
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Creates a directory and its parents, for its owner only. */
  makeDirectory(path: string): Promise<void>
  list(directory: string): Promise<readonly string[]>
  realPath(path: string): Promise<string>
  /** `undefined` if there is no such file. */
  stat(path: string): FileState | undefined
  /** Locks a file, creating it where needed, and leaves a note in it for whoever comes next. */
  lock(path: string, note: string): LockAttempt
}

export const nodeDisk: Disk = {
  read: (path) => attempt('read', path, () => readFile(path)),
  write: (path, text) => attempt('write', path, () => writeFile(path, text, { mode: 0o600 })),
  sync: (path) =>
    attempt('sync', path, async () => {
      const handle = await open(path, 'r')
      try {
        await handle.sync()
      } finally {
        await handle.close()
      }
    }),
  rename: (from, to) => attempt('replace', to, () => rename(from, to)),
  remove: (path) => attempt('remove', path, () => rm(path, { force: true })),
  makeDirectory: (path) =>
    attempt('create', path, async () => void (await mkdir(path, { recursive: true, mode: 0o700 }))),
  list: (directory) => attempt('list', directory, () => readdir(directory)),
  realPath: (path) => attempt('find', path, () => realpath(path)),
  stat(path) {
    try {
      const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
      return stat && { inode: stat.ino, size: stat.size, modified: stat.mtimeNs, owner: Number(stat.uid) }
    } catch (cause) {
      throw diskFault('look at', path, cause)
    }
  },
  lock(path, note) {
    try {
      const fd = openSync(path, 'a+', 0o600)
      if (!fsNativeExtensions.tryLock(fd)) {
        closeSync(fd)
        return { heldBy: readFileSync(path, 'utf8') }
      }
      const before = readFileSync(path, 'utf8')
      replaceText(fd, note)
      return { lock: { release: () => release(fd, before === note ? '' : before) } }
    } catch (cause) {
      throw diskFault('lock', path, cause)
    }
  },
}

/** Leaves the file as it was found, so that an opening that failed has changed nothing. */
function release(fd: number, before: string): void {
  replaceText(fd, before)
  closeSync(fd)
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
}

function diskFault(action: string, path: string, cause: unknown): DiskException {
  const { code, message } = cause as NodeJS.ErrnoException
  const reason = code === undefined ? message : `${advice[code] ?? message} (${code})`
  return new DiskException(`Cannot ${action} ${path}: ${reason}`, path, { cause })
}
