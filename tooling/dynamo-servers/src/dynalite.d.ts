declare module 'dynalite' {
  import type { Server } from 'node:http'

  export default function dynalite(options?: {
    /** Milliseconds a table stays CREATING. */
    readonly createTableMs?: number
    /** Milliseconds a table stays DELETING. */
    readonly deleteTableMs?: number
    /** Milliseconds a table stays UPDATING. */
    readonly updateTableMs?: number
  }): Server
}
