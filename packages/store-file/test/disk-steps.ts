import { dirname } from 'node:path'
import type { Seeded } from './seeded.ts'

/** One change of a disk; `process` tells whose. */
export type Step = { readonly process: number } & (
  | { readonly kind: 'create'; readonly path: string; readonly inode: number; readonly modified: bigint }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'remove' | 'make directory'; readonly path: string }
  | {
      readonly kind: 'write'
      readonly path: string
      readonly inode: number
      readonly modified: bigint
      readonly position: number
      readonly bytes: Buffer
    }
  | {
      readonly kind: 'truncate'
      readonly path: string
      readonly inode: number
      readonly modified: bigint
      readonly size: number
    }
  | {
      readonly kind: 'sync'
      readonly path: string
      readonly inode: number
      /** It covers the steps before this one, which was the next when it began. */
      readonly before: number
      readonly site: string
    }
  | { readonly kind: 'sync directory'; readonly path: string; readonly site: string }
)

type ContentStep = Extract<Step, { readonly kind: 'write' | 'truncate' }>

interface KeptFile {
  readonly inode: number
  readonly bytes: Buffer
  readonly modified: bigint
}

/** What a disk holds that lasts. */
export interface Kept {
  readonly files: ReadonlyMap<string, KeptFile>
  readonly directories: ReadonlySet<string>
}

/**
 * What becomes of contents that were not synced. `torn`: those up to some byte are there. `holes`: the same, but of
 * each write a part may be missing, which reads as zeros. `mixed`: any of these, for each file.
 */
export type Contents = 'lost' | 'kept' | 'torn' | 'holes' | 'mixed'
export const allContents: readonly Contents[] = ['lost', 'kept', 'torn', 'holes', 'mixed']

/** What becomes of names that were not synced: for `either` each change of one may last or not. */
export type Names = 'lost' | 'kept' | 'either'
export const allNames: readonly Names[] = ['lost', 'kept', 'either']

/** What a power cut does to what was not synced. */
export interface Damage {
  readonly contents: Contents
  readonly names: Names
  readonly random: Seeded
  /** Syncs that were left out: where they were called. */
  readonly without?: string | undefined
}

/** What is left if the power is cut after so many steps. */
export function survivors(start: Kept, steps: readonly Step[], cut: number, damage: Damage): Kept {
  const done = steps.slice(0, cut)
  const inodes = new Map([...start.files.values()].map((file) => [file.inode, file]))
  for (const step of done) {
    if (step.kind === 'create') {
      inodes.set(step.inode, { inode: step.inode, bytes: Buffer.alloc(0), modified: step.modified })
    }
  }
  const { names, directories } = lastingNames(start, done, damage)
  const files = new Map<string, KeptFile>()
  for (const [path, inode] of names) {
    if (directories.has(dirname(path))) files.set(path, lastingContents(inodes.get(inode)!, done, damage))
  }
  return { files, directories }
}

function lastingNames(
  start: Kept,
  steps: readonly Step[],
  damage: Damage,
): { readonly names: ReadonlyMap<string, number>; readonly directories: ReadonlySet<string> } {
  const names = new Map([...start.files].map(([path, { inode }]) => [path, inode]))
  const directories = new Set(start.directories)
  const synced = new Map<string, number>()
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'sync directory' && step.site !== damage.without) synced.set(step.path, index)
  }
  const lasts = (path: string, index: number): boolean =>
    index < (synced.get(dirname(path)) ?? 0) ||
    damage.names === 'kept' ||
    (damage.names === 'either' && damage.random.chance(0.5))
  // which inode a name leads to at that moment, whatever lasts of it
  const now = new Map(names)
  for (const [index, step] of steps.entries()) {
    switch (step.kind) {
      case 'create':
        now.set(step.path, step.inode)
        if (lasts(step.path, index)) names.set(step.path, step.inode)
        break
      case 'rename': {
        const inode = now.get(step.path)!
        now.delete(step.path)
        now.set(step.to, inode)
        if (!lasts(step.path, index)) break
        names.delete(step.path)
        names.set(step.to, inode)
        break
      }
      case 'remove':
        now.delete(step.path)
        if (!lasts(step.path, index)) break
        names.delete(step.path)
        directories.delete(step.path)
        break
      case 'make directory':
        directories.add(step.path)
        break
      default:
    }
  }
  return { names, directories }
}

function lastingContents(file: KeptFile, steps: readonly Step[], { contents, random, without }: Damage): KeptFile {
  let synced = 0
  for (const step of steps) {
    if (step.kind === 'sync' && step.inode === file.inode && step.site !== without) {
      synced = Math.max(synced, step.before)
    }
  }
  let { bytes, modified } = file
  const pending: ContentStep[] = []
  const times = [modified]
  for (const [index, step] of steps.entries()) {
    if ((step.kind !== 'write' && step.kind !== 'truncate') || step.inode !== file.inode) continue
    times.push(step.modified)
    if (index < synced) bytes = change(bytes, step)
    else pending.push(step)
  }
  const fate = contents === 'mixed' ? random.pick(['lost', 'kept', 'torn', 'holes'] as const) : contents
  if (fate === 'kept') {
    for (const step of pending) bytes = change(bytes, step)
  } else if (fate !== 'lost') {
    const count = random.below(pending.length + 1)
    for (const [index, step] of pending.slice(0, count).entries()) {
      if (fate === 'holes') bytes = change(bytes, step, hole(step, random))
      else bytes = change(bytes, index === count - 1 ? torn(step, random) : step)
    }
  }
  // a sync of the contents need not bring the time along
  return { inode: file.inode, bytes, modified: fate === 'kept' ? times.at(-1)! : random.pick(times) }
}

/** The bytes after a write or a truncation; of a write that has a hole, what stands there is left as it is. */
export function change(
  bytes: Buffer,
  step: ContentStep,
  missing: readonly [from: number, to: number] = [0, 0],
): Buffer {
  if (step.kind === 'truncate') return resized(bytes, step.size)
  const written = resized(bytes, Math.max(bytes.length, step.position + step.bytes.length))
  step.bytes.copy(written, step.position, 0, missing[0])
  step.bytes.copy(written, step.position + missing[1], missing[1])
  return written
}

function resized(bytes: Buffer, size: number): Buffer {
  const copy = Buffer.alloc(size)
  bytes.copy(copy)
  return copy
}

function torn(step: ContentStep, random: Seeded): ContentStep {
  return step.kind === 'truncate'
    ? step
    : { ...step, bytes: step.bytes.subarray(0, random.below(step.bytes.length + 1)) }
}

function hole(step: ContentStep, random: Seeded): readonly [from: number, to: number] {
  if (step.kind === 'truncate' || random.chance(0.3)) return [0, 0]
  if (random.chance(0.3)) return [0, step.bytes.length]
  const from = random.below(step.bytes.length + 1)
  return [from, from + random.below(step.bytes.length - from + 1)]
}
