import { DirectoryLockedException } from '@cmz/store-core'
import type { DiskLock } from './disk.ts'
import type { Folder } from './folder.ts'
import { WriteLock } from './write-lock.ts'

export type Sharing = 'shared' | 'exclusive'

const names = { users: 'users-lock', write: 'lock', turn: 'turn-lock', fold: 'fold-lock' } as const

/** The locks of a folder. The kernel releases them when a process dies, so none is ever left behind. */
export class Locks {
  /** Whoever uses the folder shares it, or has it alone. */
  readonly #users: DiskLock
  readonly #write: DiskLock
  readonly #turn: DiskLock
  readonly write: WriteLock
  readonly fold: DiskLock
  readonly #folder: Folder

  private constructor(folder: Folder, users: DiskLock) {
    this.#folder = folder
    this.#users = users
    this.#write = folder.disk.openLock(folder.lockFile(names.write))
    this.#turn = folder.disk.openLock(folder.lockFile(names.turn))
    this.fold = folder.disk.openLock(folder.lockFile(names.fold))
    this.write = new WriteLock(this.#write, this.#turn)
  }

  /** DirectoryLockedException if another process has the folder alone, or uses it while we want it alone. */
  static open(folder: Folder, sharing: Sharing): Locks {
    for (;;) {
      const users = folder.disk.openLock(folder.lockFile(names.users))
      if (!users.tryLock(sharing === 'shared')) {
        const pid = Number.parseInt(users.note(), 10) || undefined
        users.close()
        throw new DirectoryLockedException(folder.path, pid)
      }
      // whoever left last may have removed the file before it let go: then this is the lock of nothing
      if (!users.isThere()) {
        users.close()
        continue
      }
      if (sharing === 'exclusive') users.leaveNote(`${process.pid}\n`)
      return new Locks(folder, users)
    }
  }

  /** False once the folder was taken away or replaced by another. */
  areThere(): boolean {
    return this.#users.isThere() && this.#write.isThere()
  }

  close(): void {
    if (this.#users.note() !== '') this.#users.leaveNote('')
    this.#closeAll()
  }

  /** Lets go of a folder where nothing was written, and leaves it as it was found, unless somebody else uses it. */
  closeAndTidy(): void {
    const { disk, store } = this.#folder
    const ours: readonly string[] = Object.values(names)
    this.#users.unlock()
    if (this.#users.tryLock() && disk.list(store).every((name) => ours.includes(name))) {
      for (const name of ours) disk.remove(this.#folder.lockFile(name))
      disk.remove(store)
    }
    this.#closeAll()
  }

  #closeAll(): void {
    for (const lock of [this.#write, this.#turn, this.fold, this.#users]) lock.close()
  }
}
