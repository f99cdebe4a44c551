import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import type { Party } from './wire-request.ts'

const answerMs = 20_000

/** A server that answers over HTTP; `close` lets go of its connections. */
export function overHttp(endpoint: string): Party & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const { hostname, port } = new URL(endpoint)
  return {
    close: () => agent.destroy(),
    answer: async (operation, body) => {
      const sending = request({
        hostname,
        port,
        method: 'POST',
        agent,
        timeout: answerMs,
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'content-length': Buffer.byteLength(body),
          'x-amz-target': `DynamoDB_20120810.${operation}`,
          'x-amz-date': '20261128T000000Z',
          authorization:
            'AWS4-HMAC-SHA256 Credential=local/20261128/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000',
        },
      })
      sending.on('timeout', () =>
        sending.destroy(new Error(`no answer within ${answerMs} ms to ${operation} ${body.slice(0, 2000)}`)),
      )
      sending.end(body)
      const [response] = (await once(sending, 'response')) as [IncomingMessage]
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      return { status: response.statusCode!, body: Buffer.concat(chunks).toString() }
    },
  }
}
