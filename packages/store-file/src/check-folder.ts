import { DiskException } from '@cmz/store-core'
import type { Disk } from './disk.ts'

/**
 * Refuses a folder that somebody else owns, who could change it under us and read what we write; one that is a link,
 * which could lead anywhere; and one that cannot be written to.
 */
export function checkFolder(path: string, disk: Disk): void {
  const found = disk.stat(path)
  if (found !== undefined && found.kind !== 'directory') {
    throw new DiskException(`${path} is not a folder of its own: remove it, or choose another folder`, path)
  }
  const user = process.geteuid?.()
  if (user !== undefined && found !== undefined && found.owner !== user) {
    throw new DiskException(
      `${path} belongs to user ${found.owner}, not to user ${user} who runs this: choose another folder, or change its owner`,
      path,
    )
  }
  disk.checkWritable(path)
}
