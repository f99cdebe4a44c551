import { setTimeout as pause } from 'node:timers/promises'
import { DirectoryLockedException } from '@cmz/store-core'
import type { DiskLock } from './disk.ts'
import type { Folder } from './folder.ts'
import { WriteLock } from './write-lock.ts'

export type Sharing = 'shared' | 'exclusive'

/** Whoever holds the last one alone may remove them all, itself last: until then nobody else gets it. */
const names = { write: 'lock', turn: 'turn-lock', fold: 'fold-lock', users: 'users-lock' } as const

/**
 * How often to ask for a folder that somebody may be just about to leave, once a ms. Nobody has it alone for long
 * without saying so, but whoever wants it alone may meet others who share it as long as they like.
 */
const attempts = { shared: 2000, exclusive: 50 } as const

/** The locks of a folder. The kernel releases them when a process dies, so none is ever left behind. */
export class Locks {
  readonly #folder: Folder
  /** Whoever uses the folder shares it, or has it alone. */
  readonly #users: DiskLock
  readonly #write: DiskLock
  readonly #turn: DiskLock
  readonly write: WriteLock
  readonly fold: DiskLock
  readonly #sharing: Sharing
  /** The files that were not there before. */
  readonly #made: readonly string[]

  private constructor(folder: Folder, users: DiskLock, sharing: Sharing, made: readonly string[], opened: DiskLock[]) {
    const open = (name: string): DiskLock => {
      const lock = folder.disk.openLock(folder.lockFile(name))
      opened.push(lock)
      return lock
    }
    this.#folder = folder
    this.#users = users
    this.#sharing = sharing
    this.#made = made
    this.#write = open(names.write)
    this.#turn = open(names.turn)
    this.fold = open(names.fold)
    this.write = new WriteLock(this.#write, this.#turn)
  }

  /** DirectoryLockedException if another process has the folder alone, or uses it while we want it alone. */
  static async open(folder: Folder, sharing: Sharing): Promise<Locks> {
    for (let attempt = 1; ; attempt++) {
      const made = Object.values(names).filter((name) => folder.disk.stat(folder.lockFile(name)) === undefined)
      const users = folder.disk.openLock(folder.lockFile(names.users))
      const opened = [users]
      try {
        if (users.tryLock(sharing === 'shared')) {
          if (users.isThere()) {
            const note = sharing === 'exclusive' ? `${process.pid}\n` : ''
            if (users.note() !== note) users.leaveNote(note) // a note of somebody else's was left by a process that died
            return new Locks(folder, users, sharing, made, opened)
          }
          // whoever left last removed the file before it let go: then this is the lock of nothing
        } else {
          const pid = Number.parseInt(users.note(), 10) || undefined
          if (pid !== undefined || attempt === attempts[sharing]) throw new DirectoryLockedException(folder.path, pid)
        }
      } catch (error) {
        tidy(folder, users, made)
        for (const lock of opened) lock.close()
        throw error
      }
      users.close()
      await pause(1)
    }
  }

  /** False once the folder was taken away or replaced by another. */
  areThere(): boolean {
    return this.#users.isThere() && this.#write.isThere()
  }

  close(): void {
    try {
      if (this.#sharing === 'exclusive') this.#users.leaveNote('')
    } catch {
      // the note of a process that is gone misleads nobody for long: whoever comes next wipes it
    }
    for (const lock of [this.#write, this.#turn, this.fold, this.#users]) lock.close()
  }

  /** Lets go of a folder where nothing was written, and leaves it as it was found, unless somebody else uses it. */
  closeAndTidy(): void {
    tidy(this.#folder, this.#users, this.#made)
    this.close()
  }
}

/**
 * Unless somebody else uses the folder, removes the lock files that this process made, or all of them where nothing
 * else is in `.store`, which then goes too. Whatever hinders it, the folder can be used as it is.
 */
function tidy(folder: Folder, users: DiskLock, made: readonly string[]): void {
  const { disk, store } = folder
  const ours: readonly string[] = Object.values(names)
  try {
    users.unlock()
    const isAlone = tryLock(users)
    // whoever left in between has tidied up already: what is there by now is of others, who lock another file
    if (isAlone === false || !users.isThere()) return
    const isUnused = isAlone && disk.list(store).every((name) => ours.includes(name))
    for (const name of isUnused ? ours : made) disk.remove(folder.lockFile(name))
    if (disk.list(store).length === 0) disk.remove(store)
  } catch {
    // what went wrong before is what the caller must hear
  }
}

/** `undefined` where there are no locks: then nobody else has one. */
function tryLock(users: DiskLock): boolean | undefined {
  try {
    return users.tryLock()
  } catch {
    return undefined
  }
}
