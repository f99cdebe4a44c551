import type { IncomingMessage, ServerResponse } from 'node:http'
import { constants, crc32, gzip } from 'node:zlib'
import { requestId } from './request-id.ts'

/** A shorter one is not worth the work of zipping it. */
const zippedFrom = 4096

/** Sends an answer with what belongs to every one (rule 13.1), zipped where that is asked for and worth it (rule 13.6). */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: string,
  contentType: string,
): void {
  if (body.length < zippedFrom || !acceptsGzip(request.headers['accept-encoding'])) {
    return write(request, response, status, body, contentType, [])
  }
  gzip(body, { level: constants.Z_BEST_SPEED }, (error, zipped) => {
    if (error === null) write(request, response, status, zipped, contentType, ['content-encoding', 'gzip'])
    else write(request, response, status, body, contentType, [])
  })
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  contentType: string,
  more: readonly string[],
): void {
  const headers = ['x-amzn-RequestId', requestId(), 'x-amz-crc32', String(crc32(body)), ...more]
  if (contentType !== '') headers.push('Content-Type', contentType)
  const length = Buffer.byteLength(body)
  headers.push('Content-Length', String(length))
  const { origin } = request.headers
  if (origin !== undefined) {
    headers.push('Access-Control-Allow-Origin', origin, 'Vary', 'Origin')
    headers.push('Access-Control-Expose-Headers', 'x-amzn-RequestId, x-amz-crc32')
  }
  // where each character is a byte, it is sent without a look at each
  response.writeHead(status, headers).end(body, length === body.length ? 'latin1' : 'utf8')
}

/** `gzip;q=0` says that it is not. */
function acceptsGzip(header: string | undefined): boolean {
  return header !== undefined && /(?:^|[\s,])gzip\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i.test(header)
}
