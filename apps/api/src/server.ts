import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConfigurationException } from '@cmz/store'
import { getRequestListener } from '@hono/node-server'

const host = '127.0.0.1'

/** How long a stop waits for requests under way, and how often it lets go of connections that became idle. In ms. */
const patience = 10_000
const sweep = 50

/** What answers requests. */
type Answer = (request: Request) => Response | Promise<Response>

/** A listening server. */
export interface Server {
  readonly url: string
  /** Requests that arrive before this wait for it. */
  serve(answer: Answer): void
  /** Accepts nothing more and waits for the requests under way. */
  stop(): Promise<void>
}

/**
 * Listens on this machine only; port 0 takes a free one. It listens before anything is opened, so that a taken port
 * leaves no trace in the data. ConfigurationException if the port cannot be had.
 */
export async function listen(port: number): Promise<Server> {
  const ready = Promise.withResolvers<Answer>()
  const listener = getRequestListener(async (request) => (await ready.promise)(request))
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw refused(error, port)
  }
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    serve: (answer) => ready.resolve(answer),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      const sweeping = setInterval(() => server.closeIdleConnections(), sweep)
      const deadline = setTimeout(() => server.closeAllConnections(), patience)
      await closed
      clearInterval(sweeping)
      clearTimeout(deadline)
    },
  }
}

function refused(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return new ConfigurationException(
      `Port ${port} of ${host} is taken: stop what listens there, or set PORT to another`,
      { cause: error },
    )
  }
  if (code === 'EACCES') {
    return new ConfigurationException(`Port ${port} is not yours to listen on: set PORT to 1024 or more`, {
      cause: error,
    })
  }
  return error
}
