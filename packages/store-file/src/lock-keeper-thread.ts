import { parentPort, workerData } from 'node:worker_threads'
import { asleep, awake, type KeeperMessage } from './keeper-protocol.ts'
import { kernelLocks } from './kernel-locks.ts'
import { KeptLock } from './kept-lock.ts'

/** Milliseconds between two looks. */
const lookEvery = 1
/** After so many looks that found nothing in use, this sleeps. */
const patience = 100

const state = new Int32Array(workerData as SharedArrayBuffer)
const locks = new Map<number, { readonly lock: KeptLock; seen: number }>()
let timer: NodeJS.Timeout | undefined
let quiet = 0

parentPort!.on('message', (message: KeeperMessage) => {
  switch (message.kind) {
    case 'watch':
      locks.set(message.fd, { lock: new KeptLock(message.buffer), seen: 0 })
      if (timer === undefined) leave(message.fd) // it may have been kept while this went to sleep
      break
    case 'forget':
      locks.delete(message.fd)
      break
    case 'wake':
      quiet = 0
      timer ??= setInterval(look, lookEvery)
      Atomics.store(state, 0, awake)
  }
})

/** Unlocks what was kept since the last look. */
function look(): void {
  quiet++
  for (const [fd, watched] of locks) {
    const { count } = watched.lock
    if (count === watched.seen) leave(fd)
    else quiet = 0
    watched.seen = count
  }
  if (quiet > patience) sleep()
}

/** In this order: whoever keeps a lock looks afterwards whether this is awake. */
function sleep(): void {
  clearInterval(timer)
  timer = undefined
  Atomics.store(state, 0, asleep)
  for (const fd of locks.keys()) leave(fd)
}

function leave(fd: number): void {
  locks.get(fd)!.lock.leave(() => kernelLocks.unlock(fd))
}
