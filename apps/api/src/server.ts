import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { ConfigurationException } from '@cmz/store'
import { getRequestListener, RequestError } from '@hono/node-server'

const host = '127.0.0.1'

/**
 * Times of a stop, in ms: how long requests may still arrive that were sent before it, how long it waits for half-sent
 * requests, and how often it lets go of connections that became idle.
 */
const grace = 200
const patience = 5000
const sweep = 50

/** What answers requests; one that is too malformed to be handed on is left out. */
type Answer = (request?: Request) => Response | Promise<Response>

/** A listening server. */
export interface Server {
  readonly url: string
  /** Requests that arrive before this wait for it. */
  serve(answer: Answer): void
  /** Tells every client to go, waits for the requests under way and for what is on its way, and accepts nothing more. */
  stop(): Promise<void>
}

/**
 * Listens on this machine only; port 0 takes a free one. It listens before anything is opened, so that a taken port
 * leaves no trace in the data. ConfigurationException if the port cannot be had.
 */
export async function listen(port: number): Promise<Server> {
  const ready = Promise.withResolvers<Answer>()
  const sockets = new Set<Socket>()
  let stopping = false
  const listener = getRequestListener(
    async (request, { incoming }) => {
      const response = await (await ready.promise)(request)
      // the rest of a body that nobody read would hold up the next request
      if (stopping || !incoming.complete) response.headers.set('Connection', 'close')
      return response
    },
    {
      errorHandler: async (error) =>
        error instanceof RequestError ? (await ready.promise)() : new Response(null, { status: 500 }),
    },
  )
  // without a Host header Node itself would answer, and not in our shape
  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => void listener(incoming, outgoing))
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
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
      stopping = true
      await delay(grace)
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
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
