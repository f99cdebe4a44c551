export type { Disk, DiskLock, FileState, LockAttempt } from './disk.ts'
export { fileDriver, type FileDriverOptions } from './file-driver.ts'
