/** The part we use; the package has no types of its own. */
declare module 'fs-native-extensions' {
  /** Takes the kernel's lock on an open file; false if somebody else holds it. Released when the process dies. */
  export function tryLock(fd: number): boolean
  export function unlock(fd: number): void
}
