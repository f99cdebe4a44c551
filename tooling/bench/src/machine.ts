import { statfs } from 'node:fs/promises'
import { cpus, release, totalmem, type } from 'node:os'

const fileSystems: Readonly<Record<number, string>> = {
  0x01_02_19_94: 'tmpfs',
  0xef_53: 'ext4',
  0x58_46_53_42: 'xfs',
  0x91_23_68_3e: 'btrfs',
  0x2f_c1_2f_c1: 'zfs',
  0x79_4c_76_30: 'overlayfs',
}

/** What the figures were measured on, in one line; the disk is that of the folder. */
export async function describeMachine(folder: string): Promise<string> {
  const [processor] = cpus()
  const { type: kind } = await statfs(folder)
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`
  const system = `${type()} ${release()}`
  return `${processor?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${memory}, ${fileSystems[kind] ?? 'unknown file system'}, ${system}, Node ${process.version}`
}

/** True if the folder is in memory, where a sync costs nothing. */
export async function isInMemory(folder: string): Promise<boolean> {
  return fileSystems[(await statfs(folder)).type] === 'tmpfs'
}
