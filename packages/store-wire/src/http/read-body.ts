import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { gunzip } from 'node:zlib'
import { unreadable, WireError } from '../wire-error.ts'

/** DynamoDB's own limit, in bytes. */
const largest = 16 * 1024 * 1024

type Done = (body: string | WireError) => void

/** Reads the body of a request, unzips it where it was zipped (rule 13.6), and never keeps more than 16 MB of it. */
export function readBody(request: IncomingMessage, done: Done): void {
  let first: Buffer | undefined
  let chunks: Buffer[] | undefined
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > largest) chunks = first = undefined
    else if (first === undefined) first = chunk
    else (chunks ??= [first]).push(chunk)
  })
  // one that is cut off never ends, and needs no answer
  request.on('end', () => {
    if (size > largest) return done(tooLarge())
    const bytes = chunks === undefined ? first : Buffer.concat(chunks, size)
    const encoding = request.headers['content-encoding']
    if (bytes === undefined) done('')
    else if (encoding === undefined || encoding === 'identity') done(textOf(bytes))
    else if (encoding.toLowerCase() === 'gzip') unzip(bytes, done)
    else done(unreadable(`Content-Encoding ${encoding} is not gzip`))
  })
}

function unzip(bytes: Buffer, done: Done): void {
  gunzip(bytes, { maxOutputLength: largest }, (error, plain) => {
    if (error === null) done(textOf(plain))
    else done((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : unreadable(error.message))
  })
}

function textOf(bytes: Buffer): string | WireError {
  return isUtf8(bytes) ? bytes.toString() : unreadable('The body is not UTF-8')
}

function tooLarge(): WireError {
  return new WireError('RequestEntityTooLargeException', `The body has more than ${largest} bytes`, {}, 413)
}
