import { DiskException } from '@cmz/store-core'

const advice: Readonly<Record<string, string>> = {
  EACCES: 'permission denied: make it accessible for this user, or choose another folder',
  EPERM: 'not permitted: make it accessible for this user, or choose another folder',
  EROFS: 'the file system is read-only: choose another folder',
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  EMFILE: 'too many open files: raise the limit (ulimit -n)',
  ENFILE: 'too many open files on this machine',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a file is in its place',
  EISDIR: 'a folder is in its place',
  ELOOP: 'it is a symbolic link, and links are not followed out of the folder: put the file itself there',
  ENOLCK: 'this file system has no locks, without which processes would overwrite each other: choose a local folder',
  ENOTSUP: 'this file system cannot do it: choose a local folder',
  ENAMETOOLONG: 'the name is too long for a file: a table in files has at most 246 characters',
}

/** Runs work on a path; whatever fails is told as a DiskException with the path, the reason and what to do. */
export function onDisk<T>(action: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw diskFault(action, path, cause)
  }
}

/** A failure of the operating system as a DiskException. */
export function diskFault(action: string, path: string, cause: unknown): DiskException {
  const { code, message } = cause as NodeJS.ErrnoException
  const reason = code === undefined ? message : `${advice[code] ?? message} (${code})`
  return new DiskException(`Cannot ${action} ${path}: ${reason}`, path, { cause })
}

/** True if there was nothing at the path. */
export function isMissing(error: unknown): boolean {
  return error instanceof DiskException && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT'
}
