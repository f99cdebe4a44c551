import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openService, type OpenService, type ServiceData, type ServiceSettings } from '../service/open-service.ts'
import type { Service } from '../service/service.ts'
import { handleRequests } from './handle-request.ts'
import { stopperOf } from './stop-server.ts'
import { type VisitorOptions, Visitors } from './visitors.ts'

interface ListeningSettings extends VisitorOptions {
  /** The address to listen on. Default: 127.0.0.1, which only this machine reaches. */
  readonly host?: string | undefined
  /** Default: 0, any free port. */
  readonly port?: number | undefined
  /** How long slow clients and the end may take. */
  readonly timeouts?: Partial<Timeouts> | undefined
}

/** How an endpoint listens, and what opens its data. */
export interface EndpointSettings extends ListeningSettings, ServiceSettings {}

export type EndpointOptions = (EndpointSettings & ServiceData) | (ListeningSettings & { readonly service: Service })

/** In milliseconds. */
export interface Timeouts {
  /** Until the headers of a request are there. Default: 10 s. */
  readonly headers: number
  /** Until a request is there. Default: 60 s. */
  readonly request: number
  /** How long a connection may be idle. Default: 65 s. */
  readonly idle: number
  /** How long `stop` waits for answers in flight. Default: 5 s. */
  readonly stop: number
}

const defaults: Timeouts = { headers: 10_000, request: 60_000, idle: 65_000, stop: 5_000 }

/** DynamoDB over HTTP. Whoever starts it stops it. */
export interface Endpoint {
  /** For example `http://127.0.0.1:8000`. */
  readonly url: string
  readonly service: Service
  /** Finishes the answers in flight, closes every connection and lets go of the data. */
  stop(): Promise<void>
}

/**
 * Starts DynamoDB's protocol on a port. Fails as `openService` does, and with the system's error (EADDRINUSE, EACCES)
 * where the port is not to be had; then nothing stays open. A service that is given is left open by `stop`.
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { host, port = 0 } = options
  const timeouts = { ...defaults, ...options.timeouts }
  const service: Service | OpenService = 'service' in options ? options.service : await openService(options)
  const close = async (): Promise<void> => {
    if (!('service' in options)) await (service as OpenService).close()
  }
  const server = createHttpServer(timeouts)
  const stopServer = stopperOf(server)
  let url = ''
  server.on('request', handleRequests({ ...service, address: () => new URL(url).host }, new Visitors(options)))
  try {
    server.listen(port, host || '127.0.0.1') // an empty name, as of a variable that is not set, would be every address
    await once(server, 'listening')
  } catch (error) {
    await close()
    throw error
  }
  url = urlOf(server.address() as AddressInfo)
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= stopServer(timeouts.stop).then(close))
  return { url, service, stop }
}

function createHttpServer({ headers, request, idle }: Timeouts): Server {
  // an import would load everything that node:http can name, its WebSocket too, and take half of the start
  const server = process.getBuiltinModule('node:http').createServer({
    headersTimeout: Math.min(headers, request),
    requestTimeout: request,
    keepAliveTimeout: idle,
    connectionsCheckingInterval: Math.min(headers, request, 5_000),
    maxHeaderSize: 16_384,
    noDelay: true,
  })
  server.maxHeadersCount = 100
  server.maxConnections = 1_000
  server.setTimeout(request + idle) // one that takes no byte of its answer
  return server
}

function urlOf({ address, port, family }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
