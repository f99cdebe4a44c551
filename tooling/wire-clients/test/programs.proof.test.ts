import { describe, expect, it } from 'vitest'
import { dynoxide, ours, type Place, runIn } from '../src/places.ts'
import { awsCli } from '../src/programs/aws-cli.ts'
import { boto3 } from '../src/programs/boto3.ts'
import { connectDynamodb } from '../src/programs/connect-dynamodb.ts'
import { dynamodbStore } from '../src/programs/dynamodb-store.ts'
import { dynamodbToolbox } from '../src/programs/dynamodb-toolbox.ts'
import { dynamooseBooks } from '../src/programs/dynamoose.ts'
import { electroDb } from '../src/programs/electro-db.ts'
import { oneTable } from '../src/programs/one-table.ts'
import { sdkDocument } from '../src/programs/sdk-document.ts'
import { sdkItems } from '../src/programs/sdk-items.ts'
import { sdkTables } from '../src/programs/sdk-tables.ts'
import { hasAwsCli, hasBoto3 } from '../src/command-line-clients.ts'

/** They take a client of the SDK v3. */
const programs = {
  sdkTables,
  sdkItems,
  sdkDocument,
  electroDb,
  dynamodbToolbox,
  oneTable,
  dynamooseBooks,
  connectDynamodb,
}

/** They need a port, and the last two something that not every machine has. */
const endpointPrograms = {
  dynamodbStore,
  // a process for each command takes its time
  ...(hasAwsCli && { awsCli: (endpoint: string) => awsCli(endpoint, process.env['PROOF'] === 'full') }),
  ...(hasBoto3 && { boto3 }),
}

const minutes = 60_000

function expectSame(outputs: readonly [name: string, lines: string[]][], expected: string[] | undefined): void {
  // without dynoxide our own places are compared with each other
  const lines = expected ?? outputs[0]![1]
  expect(lines.length).toBeGreaterThan(5)
  for (const [name, own] of outputs) expect(own, name).toEqual(lines)
}

describe('prints the same everywhere', () => {
  it.each(Object.entries(programs))('%s', { timeout: minutes }, async (_name, program) => {
    const run = ({ client }: Place): Promise<string[]> => program(client)
    const outputs: [name: string, lines: string[]][] = []
    // one after the other: dynamoose has one client for all
    for (const [place, open] of Object.entries(ours)) outputs.push([place, await runIn(open, run)])
    expectSame(outputs, dynoxide && (await runIn(dynoxide, run)))
  })

  it.each(Object.entries(endpointPrograms))('%s', { timeout: 5 * minutes }, async (_name, program) => {
    const run = ({ endpoint }: Place): Promise<string[]> => program(endpoint!)
    const place = 'our endpoint on files'
    const [own, expected] = await Promise.all([runIn(ours[place], run), dynoxide && runIn(dynoxide, run)])
    expectSame([[place, own]], expected)
  })
})
