import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * What ends a server: it takes no more connections, finishes the answers in flight, and cuts off what is left when it
 * has waited so many ms. Is to be asked for before the server listens.
 */
export function stopperOf(server: Server): (graceMs: number) => Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const closeIdle = server.closeIdleConnections.bind(server)
  // to node, a connection is idle as soon as its answer is given, though most of it may still be on its way
  server.closeIdleConnections = () => {
    if (![...sockets].some(({ writableLength }) => writableLength > 0)) closeIdle()
  }
  return async (graceMs) => {
    // a connection in use is closed with the answer it waits for
    server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'))
    const closed = once(server, 'close')
    server.close()
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    // those that were busy a moment ago fall idle one by one
    const idle = setInterval(() => server.closeIdleConnections(), 10)
    await closed
    clearTimeout(timer)
    clearInterval(idle)
  }
}
