import { promisify } from 'node:util'

/** In place of `node:timers/promises`: nothing is waited for longer than a turn of the event loop. */
const turn: () => Promise<void> = promisify(globalThis.setImmediate)

export { turn as setImmediate, turn as setTimeout }
