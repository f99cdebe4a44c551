import { openDatabase } from '@cmz/store'
import type { Contender } from '../contender.ts'
import { userOf } from '../items.ts'
import { usersTable } from './users-table.ts'

/** The store on a DynamoDB server: what it costs on top of the SDK. */
export const usOnDynoxide: Contender = {
  name: 'us',
  survives: 'nothing',
  about: 'in `dynamo-get` and `dynamo-put`, dynamo mode on dynoxide; the server is a process of its own',
  slow: true,
  optional: true,
  async open({ items }) {
    const { dynoxideAvailable, localCredentials, localRegion, startDynoxide } = await import('@cmz/dynamo-servers')
    if (!dynoxideAvailable()) throw new Error('dynoxide has no binary for this machine')
    const server = await startDynoxide()
    const database = await openDatabase({
      mode: 'dynamo',
      environment: {
        DYNAMODB_ENDPOINT_URL: server.endpoint,
        AWS_REGION: localRegion,
        AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
      },
    })
    const users = database.store(usersTable)
    await users.writeMany({ put: Array.from({ length: items }, (_, index) => userOf(index)) })
    return {
      get: (key) => users.get(key),
      put: (user) => users.put(user),
      async close() {
        await database.close()
        await server.stop()
      },
    }
  },
}
