/** The part we use; the package has no types of its own. */
declare module 'fs-native-extensions' {
  interface LockOptions {
    readonly shared?: boolean
  }
  /** Takes the kernel's lock on an open file, all of it where the length is 0; false if somebody else holds it. Released when the process dies. */
  export function tryLock(fd: number, offset: number, length: number, options: LockOptions): boolean
  /** Resolves once the lock is taken; a thread of its own waits for it. */
  export function waitForLock(fd: number, options?: LockOptions): Promise<void>
  export function unlock(fd: number): void
}
