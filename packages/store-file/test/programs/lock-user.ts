import { parentPort, workerData } from 'node:worker_threads'
import { nodeDisk } from '../../src/node-disk.ts'

/**
 * Uses a lock without pause for some time, and on a busy machine until it was let in often enough to tell. It is held up
 * now and then while the lock may be kept, and looks that nobody else is inside.
 */
const { path, shared, ms } = workerData as { path: string; shared: Int32Array; ms: number }
const lock = nodeDisk.openLock(path)
const cell = new Int32Array(new SharedArrayBuffer(4))
let rounds = 0
let resumed = 0
const end = performance.now() + ms
while (performance.now() < end || rounds <= 100 || resumed === 0) {
  const sliceEnd = performance.now() + 60
  while (performance.now() < sliceEnd) {
    if (lock.resume()) resumed++
    else if (!lock.tryLock()) continue
    if (Atomics.add(shared, 0, 1) !== 0) Atomics.add(shared, 1, 1)
    rounds++
    Atomics.sub(shared, 0, 1)
    lock.linger()
    if (Math.random() < 0.0005) Atomics.wait(cell, 0, 0, Math.random() * 4) // the other thread lets go of it
  }
  await new Promise((resolve) => setTimeout(resolve, 5))
}
lock.close()
parentPort!.postMessage({ rounds, resumed }, []) // a port has no origin, which the linter asks for
