// oxlint-disable-next-line typescript/triple-slash-reference -- whoever compiles this from another package needs the types too
/// <reference path="./fs-native-extensions.d.ts" />
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import fsNativeExtensions from 'fs-native-extensions'
import { diskFault, onDisk } from './disk-fault.ts'
import type { Disk, DiskLock, PathState } from './disk.ts'
import { NodeFile } from './node-file.ts'

const { O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, O_TRUNC } = constants
const flags = { read: O_RDONLY, change: O_RDWR, create: O_RDWR | O_CREAT | O_TRUNC } as const

/** The disk of this machine. */
export const nodeDisk: Disk = {
  open: (path, mode) => {
    const action = mode === 'create' ? 'write' : mode === 'change' ? 'change' : 'read'
    const fd = onDisk(action, path, () => openFile(path, flags[mode]))
    return new NodeFile(path, fd)
  },
  openLock: (path) => onDisk('lock', path, () => openLock(path)),
  syncDirectory: (path) => onDisk('sync', path, () => syncPath(path)),
  rename: (from, to) => onDisk('replace', to, () => renameSync(from, to)),
  remove: (path) => onDisk('remove', path, () => removePath(path)),
  makeDirectory: (path) => onDisk('create', path, () => makeDirectory(path)),
  list: (directory) => onDisk('list', directory, () => readdirSync(directory)),
  realPath: (path) => onDisk('find', path, () => realpathSync(path)),
  stat: (path) => onDisk('look at', path, () => statePath(path)),
  checkWritable: (directory) =>
    onDisk('write to', directory, () => accessSync(directory, constants.W_OK | constants.X_OK)),
}

/** A link could lead out of the folder, and a pipe would keep us waiting: neither is a file of ours. */
function openFile(path: string, mode: number): number {
  const fd = openSync(path, mode | O_NOFOLLOW | O_NONBLOCK, 0o600)
  if (fstatSync(fd).isFile()) return fd
  closeSync(fd)
  throw new Error('it is not a file: put the file itself there')
}

function statePath(path: string): PathState | undefined {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (stat === undefined) return undefined
  const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other'
  return { inode: stat.ino, size: stat.size, modified: stat.mtimeNs, owner: Number(stat.uid), kind }
}

function syncPath(path: string): void {
  const fd = openSync(path, O_RDONLY)
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function removePath(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory()) rmdirSync(path)
  else if (stat !== undefined) unlinkSync(path)
}

function makeDirectory(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = resolve(path); ; made = dirname(made)) {
    syncPath(dirname(made))
    if (made === resolve(first)) return
  }
}

/** Of the file that is open, wherever its name leads by now. */
function readNote(fd: number): string {
  const bytes = Buffer.alloc(32)
  return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, 0))
}

const sharedLock = { shared: true }
const ownLock = { shared: false }

function openLock(path: string): DiskLock {
  const fd = openFile(path, O_RDWR | O_CREAT)
  return {
    tryLock(shared = false) {
      try {
        return fsNativeExtensions.tryLock(fd, 0, 0, shared ? sharedLock : ownLock)
      } catch (cause) {
        throw diskFault('lock', path, cause)
      }
    },
    waitForLock: async () => {
      try {
        await fsNativeExtensions.waitForLock(fd)
      } catch (cause) {
        throw diskFault('lock', path, cause)
      }
    },
    unlock() {
      try {
        fsNativeExtensions.unlock(fd)
      } catch (cause) {
        throw diskFault('unlock', path, cause)
      }
    },
    note: () => onDisk('read', path, () => readNote(fd)),
    leaveNote(text) {
      onDisk('write', path, () => {
        ftruncateSync(fd)
        if (text.length > 0) writeSync(fd, text, 0)
      })
    },
    isThere: () => onDisk('look at', path, () => fstatSync(fd).ino === statSync(path, { throwIfNoEntry: false })?.ino),
    close: () => closeSync(fd),
  }
}
