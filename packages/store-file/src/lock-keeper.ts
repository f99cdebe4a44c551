import type { Worker } from 'node:worker_threads'
import { asleep, awake, type KeeperMessage, waking } from './keeper-protocol.ts'
import type { KeptLock } from './kept-lock.ts'

const state = new Int32Array(new SharedArrayBuffer(4))
let worker: Worker | undefined
/** A process that may not have threads keeps no locks. */
let isImpossible = false

/**
 * Starts or wakes the thread that looks after kept locks, which takes a moment; true if it is awake already. It unlocks
 * them within a few ms where this thread is held up, by a debugger or a child that it waits for.
 */
export function wakeKeeper(): boolean {
  const before = isImpossible ? undefined : Atomics.compareExchange(state, 0, asleep, waking)
  if (before === asleep) tell({ kind: 'wake' })
  return before === awake
}

/** Puts a lock under the care of the thread. */
export function watchLock(fd: number, { buffer }: KeptLock): void {
  tell({ kind: 'watch', fd, buffer })
}

/** The file is about to be closed: its number may soon be another's. The lock must not be kept any more. */
export function forgetLock(fd: number): void {
  tell({ kind: 'forget', fd })
}

function tell(message: KeeperMessage): void {
  try {
    worker ??= start()
    worker.postMessage(message, []) // a port has no origin, which the linter asks for
  } catch {
    isImpossible = true
  }
}

function start(): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const threads = process.getBuiltinModule('node:worker_threads') // loaded by those who need it
  const thread = new threads.Worker(new URL(`./lock-keeper-thread.${extension}`, import.meta.url), {
    workerData: state.buffer,
    execArgv: [], // a debugger or a profiler is not meant for it
  })
  thread.unref()
  thread.once('error', end)
  thread.once('exit', end)
  return thread
}

/** Locks are kept no longer than to the end of the turn of the event loop then, and none is kept from here on. */
function end(): void {
  isImpossible = true
}
