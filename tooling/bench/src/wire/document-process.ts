import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import { storeRequestHandler } from '@cmz/store-wire'
import { inputsOf } from '../inputs.ts'
import { throughput } from '../throughput.ts'
import { usersTable } from '../us/users-table.ts'
import { answerQuestions } from './ask.ts'
import { tagged, userAt } from './requests.ts'
import { callers, type DocumentBenchName } from './wire-benches.ts'

/** What the process of the document clients is asked. */
export type DocumentQuestion =
  | { readonly ask: 'open'; readonly name: 'us'; readonly dir: string; readonly items: number }
  | { readonly ask: 'open'; readonly name: 'dynoxide'; readonly url: string }
  | { readonly ask: 'open'; readonly name: 'constant-handler' }
  | {
      readonly ask: 'round'
      readonly name: string
      readonly bench: DocumentBenchName
      readonly items: number
      readonly round: number
      readonly ms: number
    }

const TableName = usersTable.name
const mostInputs = 16_384
const clients = new Map<string, DynamoDBDocumentClient>()

answerQuestions(
  async (question: DocumentQuestion) => {
    if (question.ask === 'round') return measure(question)
    const client = open(question)
    clients.set(question.name, client)
    if (question.name !== 'us') return undefined
    for (let position = 0; position < question.items; position++) {
      await client.send(new PutCommand({ TableName, Item: userAt(position, 0) }))
    }
    return undefined
  },
  async () => clients.forEach((client) => client.destroy()),
)

function open(question: Extract<DocumentQuestion, { readonly ask: 'open' }>): DynamoDBDocumentClient {
  switch (question.name) {
    case 'us':
      return clientOf({ requestHandler: storeRequestHandler({ dir: question.dir, tables: [usersTable] }) })
    case 'dynoxide':
      return clientOf({ endpoint: question.url })
    case 'constant-handler':
      return clientOf({ requestHandler: constantHandler() })
  }
}

function clientOf(config: DynamoDBClientConfig): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({ region: localRegion, credentials: localCredentials, ...config }),
  )
}

/** What the SDK costs with nothing behind it. */
function constantHandler(): NonNullable<DynamoDBClientConfig['requestHandler']> {
  const item = JSON.stringify({ Item: tagged(userAt(0, 0)) })
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
      const text = headers['x-amz-target'] === 'DynamoDB_20120810.GetItem' ? item : '{}'
      return {
        response: {
          statusCode: 200,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Buffer.from(text),
        },
      }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  }
}

async function measure({
  name,
  bench,
  items,
  round,
  ms,
}: Extract<DocumentQuestion, { readonly ask: 'round' }>): Promise<number> {
  const client = clients.get(name)!
  const { keys } = inputsOf({ items, round, keys: mostInputs })
  if (bench === 'document-get') {
    const get = (turn: number): Promise<unknown> =>
      client.send(new GetCommand({ TableName, Key: { userId: keys[turn % keys.length]! } }))
    return throughput(get, callers, ms)
  }
  const users = Array.from({ length: mostInputs }, (_each, turn) =>
    userAt((turn * 7) % items, round * mostInputs + turn),
  )
  return throughput((turn) => client.send(new PutCommand({ TableName, Item: users[turn % users.length] })), callers, ms)
}
