import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import { startEndpoint } from '@cmz/store-wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { commandsOn, createAnimals } from '../src/programs/aws-cli.ts'
import { hasAwsCli } from '../src/command-line-clients.ts'

const TableName = 'cli-animals'
const leo = { house: { S: 'cats' }, animal: { S: 'leo' }, born: { N: '2020' }, marks: { SS: ['scar', 'tag'] } }
const nala = { house: { S: 'cats' }, animal: { S: 'nala' }, born: { N: '2018' }, food: { L: [{ S: 'beef' }] } }
const simba = { house: { S: 'cats' }, animal: { S: 'simba' } }

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cmz-clients-'))
})
afterEach(() => rm(dir, { recursive: true }))

interface Animals {
  create(): Promise<void>
  put(item: object): Promise<unknown>
  get(key: typeof simba): Promise<unknown>
}

function bySdk(endpoint: string): Animals {
  const client = new DynamoDB({ endpoint, region: localRegion, credentials: localCredentials })
  return {
    create: async () => {
      await client.createTable({
        TableName,
        AttributeDefinitions: ['house', 'animal', 'born'].map((AttributeName) => ({
          AttributeName,
          AttributeType: AttributeName === 'born' ? 'N' : 'S',
        })),
        KeySchema: [
          { AttributeName: 'house', KeyType: 'HASH' },
          { AttributeName: 'animal', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byBirth',
            KeySchema: [
              { AttributeName: 'house', KeyType: 'HASH' },
              { AttributeName: 'born', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        BillingMode: 'PAY_PER_REQUEST',
      })
    },
    put: (item) => client.putItem({ TableName, Item: item as typeof leo }),
    get: async (Key) => (await client.getItem({ TableName, Key })).Item,
  }
}

function byCli(endpoint: string): Animals {
  const aws = commandsOn(endpoint)
  const named = ['--table-name', TableName]
  return {
    create: () => createAnimals(aws),
    put: (item) => aws('put-item', ...named, '--item', JSON.stringify(item)),
    get: (key) => aws('get-item', ...named, '--key', JSON.stringify(key), '--query', 'Item'),
  }
}

it.each(Object.entries({ 'the AWS SDK': bySdk, ...(hasAwsCli && { 'the AWS CLI': byCli }) }))(
  'what %s makes is read by the store API in another process, and by people in the JSON file',
  { timeout: 60_000 },
  async (_name, by) => {
    const endpoint = await startEndpoint({ dir })
    try {
      const animals = by(endpoint.url)
      await animals.create()
      for (const item of [leo, nala]) await animals.put(item)

      const program = join(import.meta.dirname, '../src/print-animals.ts')
      const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@cmz/source', program, dir])
      expect(JSON.parse(stdout)).toEqual([
        { house: 'cats', animal: 'nala', born: 2018, food: ['beef'] },
        { house: 'cats', animal: 'leo', born: 2020, marks: '2 members' },
      ])
      expect(await animals.get(simba)).toEqual({ ...simba, born: { N: '2024' } })
    } finally {
      await endpoint.stop() // the last who leaves the folder writes the journal into the files
    }
    expect(await readFile(join(dir, `${TableName}.json`), 'utf8')).toBe(
      [
        '[',
        '{"house":"cats","animal":"leo","born":2020,"marks":{"$ss":["scar","tag"]}},',
        '{"house":"cats","animal":"nala","born":2018,"food":["beef"]},',
        '{"house":"cats","animal":"simba","born":2024}',
        ']\n',
      ].join('\n'),
    )
  },
)
