import type { FileState } from './disk.ts'

/** A table's file as it was when it was taken in or written. */
export interface SnapshotState extends FileState {
  /** CRC-32 of its bytes, where it is exactly as this program writes it; else it is parsed as a person's. */
  readonly crc?: string
}

interface WrittenState {
  readonly inode: string
  readonly size: string
  readonly modified: string
  readonly crc?: string
}

/** As JSON, which has no integers of 64 bits. */
export function writeState({ inode, size, modified, crc }: SnapshotState): WrittenState {
  return { inode: String(inode), size: String(size), modified: String(modified), ...(crc && { crc }) }
}

export function readState({ inode, size, modified, crc }: WrittenState): SnapshotState {
  return { inode: BigInt(inode), size: BigInt(size), modified: BigInt(modified), ...(crc && { crc }) }
}
