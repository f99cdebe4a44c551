import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { answer, type Answer } from '../service/answer.ts'
import { failed } from '../service/failed.ts'
import type { Service } from '../service/service.ts'
import { WireError } from '../wire-error.ts'
import { signatureFault } from './check-signature.ts'
import { readBody } from './read-body.ts'
import { send } from './send.ts'
import type { Visitors } from './visitors.ts'

const json = 'application/x-amz-json-1.0'
const accepted: ReadonlySet<string> = new Set([json, 'application/x-amz-json-1.1', 'application/json'])

/** Answers HTTP requests as DynamoDB does (section 13). */
export function handleRequests(service: Service, visitors: Visitors): RequestListener {
  return (request, response) => {
    const { host, origin } = request.headers
    const refused = visitors.refusal(host, origin)
    if (refused !== undefined) return refuse(request, response, refused)
    if (request.method === 'POST' && isRoot(request.url!)) return handlePost(service, request, response)
    request.resume() // whatever it brings, the next request stands behind it
    if (request.method === 'GET' && isRoot(request.url!)) {
      return send(request, response, 200, `healthy: dynamodb.${service.region}.amazonaws.com `, '')
    }
    if (request.method === 'OPTIONS') return answerPreflight(request, response)
    notFound(request, response)
  }
}

function isRoot(url: string): boolean {
  return url === '/' || url.startsWith('/?')
}

function handlePost(service: Service, request: IncomingMessage, response: ServerResponse): void {
  readBody(request, (body) => {
    const { headers, url } = request
    const type = contentTypeOf(headers['content-type'])
    const reply = ({ status, text }: Answer): void => send(request, response, status, text, type ?? json)
    if (body instanceof WireError) return reply(failed(body))
    if (type === undefined && body !== '') return notFound(request, response)
    const refusal = signatureFault(headers, url!)
    const answered = answer(service, headers['x-amz-target'] as string | undefined, body, { headers, refusal })
    if (answered instanceof Promise) void answered.then(reply)
    else reply(answered)
  })
}

/** One that this server reads, without its parameters. */
function contentTypeOf(header: string | undefined): string | undefined {
  if (header === undefined || header === json) return header
  const type = header.split(';', 1)[0]!.trim().toLowerCase()
  return accepted.has(type) ? type : undefined
}

function notFound(request: IncomingMessage, response: ServerResponse): void {
  send(request, response, 404, '<UnknownOperationException/>\n', '')
}

function refuse(request: IncomingMessage, response: ServerResponse, reason: string): void {
  request.resume()
  const { text } = failed(new WireError('AccessDeniedException', reason))
  delete request.headers.origin // it is told nothing that its page could read
  send(request, response, 403, text, json)
}

const preflightSeconds = 172_800

/** Lets a web page ask whether it may call (rule 13.8). */
function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  const { headers } = request
  const wanted = headers['access-control-request-headers']
  const method = headers['access-control-request-method']
  if (wanted !== undefined) response.setHeader('Access-Control-Allow-Headers', wanted)
  if (method !== undefined) response.setHeader('Access-Control-Allow-Methods', 'POST')
  response.setHeader('Access-Control-Max-Age', preflightSeconds)
  send(request, response, 200, '', '')
}
