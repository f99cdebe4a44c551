import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { callers } from './wire-benches.ts'
import type { WireRequest } from './requests.ts'

const endOfHead = Buffer.from('\r\n\r\n')
const signature =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/dynamodb/aws4_request, ' +
  'SignedHeaders=content-length;content-type;host;x-amz-date;x-amz-target, ' +
  'Signature=b9a1f8e1c4d34f0f8f6a4f9c0a3a6de9b9a1f8e1c4d34f0f8f6a4f9c0a3a6de9'

/** Requests as bytes: with what a signed request of an SDK has. */
export function bytesOf(url: string, requests: readonly WireRequest[]): readonly Buffer[] {
  const { host } = new URL(url)
  return requests.map(({ operation, body }) =>
    Buffer.from(
      `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-amz-json-1.0\r\n` +
        `X-Amz-Target: DynamoDB_20120810.${operation}\r\nX-Amz-Date: 20260101T000000Z\r\n` +
        `Authorization: ${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    ),
  )
}

/**
 * Keep-alive connections that know no more of HTTP than they need, so that the time is the server's: each has one
 * request under way.
 */
export class RawClient {
  readonly #sockets: readonly Socket[]

  private constructor(sockets: readonly Socket[]) {
    this.#sockets = sockets
  }

  static async open(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url)
    const sockets = Array.from({ length: callers }, () =>
      connect({ host: hostname, port: Number(port), noDelay: true }),
    )
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    return new RawClient(sockets)
  }

  /** Sends requests one after the other on each connection for so long; the answers a second. Throws if one is not 200. */
  async throughput(requests: readonly Buffer[], ms: number): Promise<number> {
    const began = performance.now()
    const turns = { next: 0 }
    // each connection sends one at the least, however short the round and slow the machine
    await this.#each(requests, turns, () => turns.next < callers || performance.now() - began < ms)
    return (turns.next / (performance.now() - began)) * 1000
  }

  /** Sends each request once. */
  async all(requests: readonly Buffer[]): Promise<void> {
    const turns = { next: 0 }
    await this.#each(requests, turns, () => turns.next < requests.length)
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async #each(requests: readonly Buffer[], turns: { next: number }, goesOn: () => boolean): Promise<void> {
    await Promise.all(
      this.#sockets.map((socket) =>
        answers(socket, () => (goesOn() ? requests[turns.next++ % requests.length] : undefined)),
      ),
    )
  }
}

/** Sends what `next` gives, each after the answer to the one before; resolves once it gives nothing. */
function answers(socket: Socket, next: () => Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let rest: Buffer | undefined
    const stop = (error?: Error): void => {
      socket.off('data', onData)
      socket.off('error', stop)
      socket.off('close', onClose)
      if (error === undefined) resolve()
      else reject(error)
    }
    const onClose = (): void => stop(new Error('The server closed a connection'))
    const onData = (data: Buffer): void => {
      const bytes = rest === undefined ? data : Buffer.concat([rest, data])
      const length = lengthOf(bytes)
      rest = bytes
      if (length === undefined || bytes.length < length) return
      rest = undefined
      if (bytes.toString('latin1', 9, 12) !== '200') return stop(new Error(bytes.toString()))
      send()
    }
    const send = (): void => {
      const request = next()
      if (request === undefined) stop()
      else socket.write(request)
    }
    socket.on('data', onData)
    socket.on('error', stop)
    socket.on('close', onClose)
    send()
  })
}

/** How many bytes an answer has; `undefined` while its headers are not there. */
function lengthOf(bytes: Buffer): number | undefined {
  const end = bytes.indexOf(endOfHead)
  if (end === -1) return undefined
  const head = bytes.toString('latin1', 0, end)
  const digits = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (digits === undefined) throw new Error(`An answer without a length: ${head}`)
  return end + endOfHead.length + Number(digits)
}
