import { Agent, request } from 'node:http'
import { localCredentials } from '@cmz/dynamo-servers'

/** A body of JSON, read by tests that know its form. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of every form
type Body = any

const { accessKeyId } = localCredentials
const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261128/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`

/** Speaks to an endpoint over so many connections that are kept open. */
export class RawClient {
  readonly #agent: Agent
  readonly #url: string

  constructor(url: string, connections: number) {
    this.#url = url
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /** The status and the body of the answer; fails where the connection does. */
  send(operation: string, input: unknown): Promise<{ readonly status: number; readonly body: Body }> {
    const text = JSON.stringify(input)
    return new Promise((resolve, reject) => {
      const sent = request(
        this.#url,
        {
          method: 'POST',
          agent: this.#agent,
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'content-length': Buffer.byteLength(text),
            'x-amz-target': `DynamoDB_20120810.${operation}`,
            'x-amz-date': '20261128T000000Z',
            authorization,
          },
        },
        (response) => {
          let answer = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => (answer += part))
          response.on('error', reject)
          response.on('end', () => {
            try {
              resolve({ status: response.statusCode ?? 0, body: JSON.parse(answer) })
            } catch (error) {
              reject(error)
            }
          })
        },
      )
      sent.on('error', reject)
      sent.end(text)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
