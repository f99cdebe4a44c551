import { type ClientRequest, type IncomingHttpHeaders, request, type RequestOptions } from 'node:http'

/** What came back over HTTP. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of every form
  readonly body: any
}

export const authorization =
  'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=abc'

/** The headers of an ordinary request. */
export function headersFor(operation: string): Record<string, string> {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    authorization,
    'x-amz-date': '20260101T000000Z',
  }
}

/** Sends one request as it is given; `started` may break it off. */
export function send(
  url: string,
  { body, ...options }: RequestOptions & { readonly body?: string | Uint8Array },
  started?: (request: ClientRequest) => void,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = bytes.toString()
        const isJson = response.headers['content-encoding'] === undefined && text.startsWith('{')
        const read = isJson ? (JSON.parse(text) as unknown) : undefined
        resolve({ status: response.statusCode!, headers: response.headers, bytes, text, body: read })
      })
    })
    sent.on('error', reject)
    sent.end(body)
    started?.(sent)
  })
}

/** Sends an operation as a client would. */
export function post(
  url: string,
  operation: string,
  input: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  const body = typeof input === 'string' || input instanceof Uint8Array ? input : JSON.stringify(input)
  return send(url, { method: 'POST', headers: { ...headersFor(operation), ...headers }, body })
}
