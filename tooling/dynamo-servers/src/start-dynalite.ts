// oxlint-disable-next-line typescript/triple-slash-reference -- whoever imports this file needs the types too
/// <reference path="./dynalite.d.ts" />
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import dynalite from 'dynalite'
import type { RunningServer } from './running-server.ts'

/** Starts dynalite in this process, in memory, on a free port. It has no transactions. */
export async function startDynalite(): Promise<RunningServer> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined || error === null ? resolve() : reject(error)))
        // clients keep their connections open, and close() waits for them
        server.closeAllConnections()
      }),
  }
}
