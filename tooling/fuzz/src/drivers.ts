import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { localCredentials, localRegion, type RunningServer, startDynalite, startDynoxide } from '@cmz/dynamo-servers'
import type { Contender, Difference } from '@cmz/store-conformance'
import { dynamoDriver } from '@cmz/store-dynamo'
import { fileDriver } from '@cmz/store-file'
import { memoryDriver } from '@cmz/store-memory'
import { storeRequestHandler } from '@cmz/store-wire'
import { dynaliteDifferences } from './dynalite-differences.ts'
import { dynoxideDifferences } from './dynoxide-differences.ts'
import { wireDifferences } from './wire-differences.ts'

export const driverNames = ['memory', 'file', 'wire', 'dynalite', 'dynoxide'] as const
export type DriverName = (typeof driverNames)[number]

/** Of a journal: a few commits, so that it is folded all the time. */
const foldBytes = 300

/** A driver with a place for its data; whoever asks for it ends its session. */
export async function contender(name: DriverName): Promise<Contender> {
  switch (name) {
    case 'memory':
      return {
        name,
        session: { driver: async () => memoryDriver(), end: async () => {} },
        reopens: false,
        differences: [],
      }
    case 'file': {
      const dir = await mkdtemp(join(tmpdir(), 'cmz-fuzz-'))
      return {
        name,
        session: {
          driver: () => fileDriver({ dir, foldBytes }),
          end: () => rm(dir, { recursive: true, force: true }),
        },
        reopens: true,
        differences: [],
      }
    }
    case 'wire':
      return inProcess(name)
    case 'dynalite':
      return onServer(name, await startDynalite(), false, dynaliteDifferences)
    case 'dynoxide':
      return onServer(name, await startDynoxide(), true, dynoxideDifferences)
  }
}

/** store-dynamo over our own protocol, without a port. */
function inProcess(name: DriverName): Contender {
  const client = new DynamoDBClient({
    region: localRegion,
    credentials: localCredentials,
    requestHandler: storeRequestHandler({ memory: true }),
  })
  return {
    name,
    session: { driver: () => dynamoDriver({ client }), end: async () => client.destroy() },
    reopens: true,
    differences: wireDifferences,
  }
}

function onServer(
  name: DriverName,
  server: RunningServer,
  transactions: boolean,
  differences: readonly Difference[],
): Contender {
  const options = { endpoint: server.endpoint, region: localRegion, credentials: localCredentials, transactions }
  return {
    name,
    session: { driver: () => dynamoDriver(options), end: () => server.stop() },
    reopens: false,
    differences,
  }
}
