import {
  accessSync,
  close,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { onDisk } from './disk-fault.ts'
import type { Disk, PathState } from './disk.ts'
import { NodeFile } from './node-file.ts'
import { NodeLock } from './node-lock.ts'

const { O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, O_TRUNC } = constants
const flags = { read: O_RDONLY, change: O_RDWR, create: O_RDWR | O_CREAT | O_TRUNC } as const

/** The disk of this machine. */
export const nodeDisk: Disk = {
  open: (path, mode) => {
    const action = mode === 'create' ? 'write' : mode === 'change' ? 'change' : 'read'
    const fd = onDisk(action, path, () => openFile(path, flags[mode]))
    return new NodeFile(path, fd)
  },
  openLock: (path) => onDisk('lock', path, () => new NodeLock(path, openFile(path, O_RDWR | O_CREAT))),
  syncDirectory: (path) => onDisk('sync', path, () => syncPath(path)),
  rename: (from, to) => onDisk('replace', to, () => freeingLater(to, () => renameSync(from, to))),
  remove: (path) => onDisk('remove', path, () => freeingLater(path, () => removePath(path))),
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

/** Bytes. */
const largeFile = 16 * 1024 * 1024

/** Whoever lets go of a file last frees its space, which takes long where it is large: then that is another thread. */
function freeingLater(path: string, work: () => void): void {
  const fd = openLarge(path)
  try {
    work()
  } finally {
    if (fd !== undefined) close(fd, () => undefined) // whatever the kernel answers, it is gone
  }
}

function openLarge(path: string): number | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile() || stat.size < largeFile) return undefined
  try {
    return openSync(path, O_RDONLY | O_NOFOLLOW)
  } catch {
    return undefined // it only takes longer then
  }
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
