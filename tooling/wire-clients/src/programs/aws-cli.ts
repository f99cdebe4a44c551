import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Printout } from '../printout.ts'

const table = 'cli-animals'

/** The AWS CLI, a process for each command; all that is tried, or tables and items only. */
export async function awsCli(endpoint: string, all: boolean): Promise<string[]> {
  const out = new Printout()
  const aws = commandsOn(endpoint)
  const show: Show = async (what, ...args) => out.say(what, await aws(...args).catch((error: unknown) => nameIn(error)))
  await createAnimals(aws)
  const named = ['--table-name', table]
  await show('waited', 'wait', 'table-exists', ...named)
  await show('tables', 'list-tables', '--query', `TableNames[?@ == '${table}']`)
  await show(
    'described',
    'describe-table',
    ...named,
    '--query',
    'Table.[TableStatus, KeySchema, BillingModeSummary.BillingMode]',
  )

  await show(
    'put',
    'put-item',
    ...named,
    '--item',
    JSON.stringify(leo),
    '--condition-expression',
    'attribute_not_exists(house)',
  )
  await show(
    'put again',
    'put-item',
    ...named,
    '--item',
    JSON.stringify(leo),
    '--condition-expression',
    'attribute_not_exists(house)',
  )
  await show('got', 'get-item', ...named, '--key', keyOf('cats', 'leo'), '--consistent-read')
  await show('got nothing', 'get-item', ...named, '--key', keyOf('cats', 'no'))
  await show('updated', ...updateOf('leo'), '--return-values', 'UPDATED_NEW')
  if (all) await more(aws, show)
  await show('table deleted', 'delete-table', ...named, '--query', 'TableDescription.TableName')
  await show('gone', 'wait', 'table-not-exists', ...named)
  await show('described', 'describe-table', ...named)
  return out.lines
}

/** Runs a command and prints what came of it. */
type Show = (what: string, ...args: readonly string[]) => Promise<void>

/** Batches, reads, transactions, changes of the table. */
async function more(aws: Commands, show: Show): Promise<void> {
  const named = ['--table-name', table]
  const animals = ['khan', 'shir', 'nala'].map((animal, i) => put({ house: 'cats', animal, born: 2015 + i }))
  await show('batch', 'batch-write-item', '--request-items', JSON.stringify({ [table]: animals }))
  await show(
    'read in a batch',
    'batch-get-item',
    '--request-items',
    JSON.stringify({ [table]: { Keys: [JSON.parse(keyOf('cats', 'khan'))] } }),
  )
  const cats = ['--key-condition-expression', 'house = :h', '--expression-attribute-values', '{":h":{"S":"cats"}}']
  await show('query', 'query', ...named, ...cats, '--query', '[Items[].animal.S, Count]')
  await show(
    'query by pages',
    'query',
    ...named,
    ...cats,
    '--page-size',
    '1',
    '--no-scan-index-forward',
    '--query',
    'Items[].animal.S',
  )
  await show(
    'query on the index',
    'query',
    ...named,
    '--index-name',
    'byBirth',
    '--key-condition-expression',
    'house = :h AND born > :b',
    '--expression-attribute-values',
    '{":h":{"S":"cats"},":b":{"N":"2015"}}',
    '--query',
    'Items[].animal.S',
  )
  await show('some of it', 'scan', ...named, '--max-items', '2', '--query', '[length(Items), NextToken != null]')
  await show('scan', 'scan', ...named, '--filter-expression', 'attribute_exists(food)', '--query', 'Items')

  await show('transaction', 'transact-write-items', '--transact-items', JSON.stringify(transaction))
  await show('transaction again', 'transact-write-items', '--transact-items', JSON.stringify(transaction))
  await show(
    'read in a transaction',
    'transact-get-items',
    '--transact-items',
    JSON.stringify([{ Get: { TableName: table, Key: JSON.parse(keyOf('cats', 'simba')) } }]),
  )
  await show('deleted', 'delete-item', ...named, '--key', keyOf('cats', 'simba'), '--return-values', 'ALL_OLD')

  await show(
    'changed',
    'update-table',
    ...named,
    '--provisioned-throughput',
    'ReadCapacityUnits=5,WriteCapacityUnits=6',
    '--billing-mode',
    'PROVISIONED',
    '--global-secondary-index-updates', // dynoxide does without
    'Update={IndexName=byBirth,ProvisionedThroughput={ReadCapacityUnits=7,WriteCapacityUnits=8}}',
    '--query',
    'TableDescription.TableName',
  )
  await show(
    'throughput',
    'describe-table',
    ...named,
    '--query',
    'Table.ProvisionedThroughput.[ReadCapacityUnits, WriteCapacityUnits]',
  )
  await show(
    'time to live',
    'update-time-to-live',
    ...named,
    '--time-to-live-specification',
    'Enabled=true,AttributeName=until',
  )
  await show('time to live is', 'describe-time-to-live', ...named, '--query', 'TimeToLiveDescription.AttributeName')
  const arn = (await aws('describe-table', ...named, '--query', 'Table.TableArn')) as string
  await show('tagged', 'tag-resource', '--resource-arn', arn, '--tags', 'Key=stage,Value=dev', 'Key=team,Value=zoo')
  await show('untagged', 'untag-resource', '--resource-arn', arn, '--tag-keys', 'team')
  await show('tags', 'list-tags-of-resource', '--resource-arn', arn, '--query', 'Tags')
}

const leo = {
  ...typed({ house: 'cats', animal: 'leo', born: 2020 }),
  food: { L: [{ S: 'beef' }] },
  marks: { SS: ['scar'] },
}

const transaction = [
  {
    Put: {
      TableName: table,
      Item: typed({ house: 'cats', animal: 'simba', born: 2024 }),
      ConditionExpression: 'attribute_not_exists(animal)',
    },
  },
  { Delete: { TableName: table, Key: JSON.parse(keyOf('cats', 'khan')) as object } },
]

/** Makes the table of animals, by house and name, with an index by year of birth. */
export async function createAnimals(aws: Commands): Promise<void> {
  await aws(
    'create-table',
    '--table-name',
    table,
    '--billing-mode',
    'PAY_PER_REQUEST',
    '--attribute-definitions',
    ...['house', 'animal', 'born'].map((name) => `AttributeName=${name},AttributeType=${name === 'born' ? 'N' : 'S'}`),
    '--key-schema',
    'AttributeName=house,KeyType=HASH',
    'AttributeName=animal,KeyType=RANGE',
    '--global-secondary-indexes',
    'IndexName=byBirth,KeySchema=[{AttributeName=house,KeyType=HASH},{AttributeName=born,KeyType=RANGE}],Projection={ProjectionType=ALL}',
  )
}

/** Runs `aws dynamodb …`: what it printed as JSON; undefined where that is nothing. */
export type Commands = (...args: readonly string[]) => Promise<unknown>

export function commandsOn(endpoint: string): Commands {
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent', // a developer's own configuration is none of ours
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
  }
  return async (...args) => {
    const all = ['dynamodb', ...args, '--endpoint-url', endpoint, '--output', 'json']
    const { stdout } = await promisify(execFile)('aws', all, { env })
    return stdout === '' ? undefined : (JSON.parse(stdout) as unknown)
  }
}

/** `An error occurred (ResourceNotFoundException) when calling …` */
function nameIn(error: unknown): string {
  const { stderr } = error as { readonly stderr?: string }
  const name = stderr && /An error occurred \((\w+)\)/.exec(stderr)?.[1]
  if (!name) throw error
  return name
}

function typed(item: Record<string, string | number>): object {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  )
}

function put(item: Record<string, string | number>): object {
  return { PutRequest: { Item: typed(item) } }
}

function keyOf(house: string, animal: string): string {
  return JSON.stringify(typed({ house, animal }))
}

function updateOf(animal: string): readonly string[] {
  const values = { ':lamb': { L: [{ S: 'lamb' }] }, ':one': { N: '1' }, ':scar': { S: 'scar' } }
  return [
    'update-item',
    '--table-name',
    table,
    '--key',
    keyOf('cats', animal),
    '--update-expression',
    'SET food = list_append(food, :lamb) ADD visits :one',
    '--condition-expression',
    'contains(marks, :scar)',
    '--expression-attribute-values',
    JSON.stringify(values),
  ]
}
