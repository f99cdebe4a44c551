import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDB, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { dynoxideAvailable, localCredentials, localRegion, startDynoxide } from '@cmz/dynamo-servers'
import { startEndpoint, storeRequestHandler } from '@cmz/store-wire'

/** A DynamoDB that a program runs on. */
export interface Place {
  readonly client: DynamoDB
  /** Where clients of another kind find it; undefined in this process, where there is no port. */
  readonly endpoint?: string
  close(): Promise<void>
}

export const ours = {
  'our endpoint on files': async () => {
    const dir = await mkdtemp(join(tmpdir(), 'cmz-clients-'))
    const endpoint = await startEndpoint({ dir })
    return over(endpoint.url, async () => {
      await endpoint.stop()
      await rm(dir, { recursive: true })
    })
  },
  'our handler on files': async () => {
    const dir = await mkdtemp(join(tmpdir(), 'cmz-clients-'))
    const requestHandler = storeRequestHandler({ dir })
    return {
      client: clientOf({ requestHandler }),
      close: async () => {
        await requestHandler.destroy() // what the client's own \`destroy\` does not wait for
        await rm(dir, { recursive: true })
      },
    }
  },
  'our handler in memory': async () => ({
    client: clientOf({ requestHandler: storeRequestHandler({ memory: true }) }),
    close: async () => {},
  }),
} satisfies Record<string, () => Promise<Place>>

/** What ours are compared with; undefined where this machine has no binary of it. */
export const dynoxide: (() => Promise<Place>) | undefined = dynoxideAvailable()
  ? async () => {
      const server = await startDynoxide()
      return over(server.endpoint, () => server.stop())
    }
  : undefined

function over(endpoint: string, close: () => Promise<void>): Place {
  return { client: clientOf({ endpoint }), endpoint, close }
}

function clientOf(config: DynamoDBClientConfig): DynamoDB {
  // an error that may be tried again would otherwise hide behind its retries
  return new DynamoDB({ region: localRegion, credentials: localCredentials, maxAttempts: 1, ...config })
}

/** Runs a program in a place of its own. */
export async function runIn<T>(open: () => Promise<Place>, program: (place: Place) => Promise<T>): Promise<T> {
  const place = await open()
  try {
    return await program(place)
  } finally {
    place.client.destroy()
    await place.close()
  }
}
