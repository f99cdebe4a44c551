import { startDynalite } from '@cmz/dynamo-servers'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { answerQuestions } from './ask.ts'
import { load } from './requests.ts'
import { usersTable } from '../us/users-table.ts'

export type ServerQuestion = {
  readonly ask: 'start'
  readonly server: 'us' | 'dynalite' | 'bare'
  readonly dir: string
}

let stop = async (): Promise<void> => {}

answerQuestions(
  async ({ server, dir }: ServerQuestion) => {
    switch (server) {
      case 'us': {
        const { startEndpoint } = await import('@cmz/store-wire')
        const endpoint = await startEndpoint({ dir, durability: 'process', tables: [usersTable] })
        stop = () => endpoint.stop()
        return endpoint.url
      }
      case 'dynalite': {
        const dynalite = await startDynalite()
        stop = () => dynalite.stop()
        return dynalite.endpoint
      }
      case 'bare':
        return startBare()
    }
  },
  () => stop(),
)

/** What node:http costs with nothing behind it: the body is parsed, the answer is a constant of an item's length. */
async function startBare(): Promise<string> {
  const text = load(0).body
  const headers = { 'Content-Type': 'application/x-amz-json-1.0', 'Content-Length': String(Buffer.byteLength(text)) }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString())
      response.writeHead(200, headers).end(text)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = async () => server.closeAllConnections()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
