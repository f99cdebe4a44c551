import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { RunningServer } from '@cmz/dynamo-servers'

/**
 * What happens to one request: it is answered, carried out but not answered, neither carried out nor answered,
 * answered with an error although carried out, or refused with an error.
 */
export type Fate =
  | 'answer'
  | 'lose answer'
  | 'lose request'
  | { readonly insteadOfAnswer: number }
  | { readonly refuse: string }

/** A proxy in front of a server; `fate` is asked for each request by its operation, such as `PutItem`. */
export async function startFaultyProxy(
  endpoint: string,
  fate: (operation: string) => Fate | Promise<Fate>,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    void pass(request, response, endpoint, fate)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  endpoint: string,
  fate: (operation: string) => Fate | Promise<Fate>,
): Promise<void> {
  const target = String(request.headers['x-amz-target'])
  const body = await buffer(request)
  const decided = await fate(target.split('.')[1] ?? '')
  if (decided === 'lose request') {
    request.socket.destroy()
    return
  }
  if (typeof decided === 'object' && 'refuse' in decided) {
    answer(
      response,
      400,
      JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${decided.refuse}`, message: 'no' }),
    )
    return
  }
  const carriedOut = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': String(request.headers['x-amz-date']),
      authorization: String(request.headers.authorization),
    },
    body,
  })
  const text = await carriedOut.text()
  if (decided === 'lose answer') request.socket.destroy()
  else if (decided === 'answer') answer(response, carriedOut.status, text)
  else answer(response, decided.insteadOfAnswer, '{}')
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text)
}
