import { DiskException } from '@cmz/store-core'
import type { Disk } from './disk.ts'

/** A folder of somebody else's could be changed under us, and our files would be theirs to read. */
export function checkOwner(path: string, disk: Disk): void {
  const user = process.geteuid?.()
  const owner = disk.stat(path)?.owner
  if (user === undefined || owner === undefined || owner === user) return
  throw new DiskException(
    `${path} belongs to user ${owner}, not to user ${user} who runs this: choose another folder, or change its owner`,
    path,
  )
}
