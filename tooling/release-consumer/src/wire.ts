import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { storeRequestHandler } from '@cmz/store-wire'

const placeholders = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }

await use(new DynamoDBClient({ ...placeholders, requestHandler: storeRequestHandler({ memory: true }) }))

const program = spawn('node_modules/.bin/cmz-store-endpoint', ['--memory', '--port', '0'], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
const [line] = (await once(createInterface(program.stdout), 'line')) as [string]
await use(new DynamoDBClient({ ...placeholders, endpoint: line.replace('Ready at ', '') }))
program.kill()
assert.deepEqual(await once(program, 'exit'), [0, null])
console.log('DynamoDB works, in this process and over HTTP')

async function use(client: DynamoDBClient): Promise<void> {
  const key = { animalId: { S: 'pokey' } }
  await client.send(
    new CreateTableCommand({
      TableName: 'animals',
      AttributeDefinitions: [{ AttributeName: 'animalId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'animalId', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
  await client.send(new PutItemCommand({ TableName: 'animals', Item: { ...key, legs: { N: '4' } } }))
  const { Item } = await client.send(new GetItemCommand({ TableName: 'animals', Key: key }))
  assert.equal(Item?.['legs']?.N, '4')
  client.destroy()
}
