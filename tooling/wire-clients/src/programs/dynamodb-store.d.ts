declare module 'dynamodb-store' {
  import { Store } from 'express-session'

  export default class DynamoDBStore extends Store {
    constructor(
      options: {
        readonly table?: { readonly name?: string; readonly hashKey?: string; readonly hashPrefix?: string }
        readonly dynamoConfig?: object
        /** Leaves an expired session in the table when it is asked for. */
        readonly keepExpired?: boolean
        /** Milliseconds between two touches of a session. */
        readonly touchInterval?: number
        /** Milliseconds that a session lives. */
        readonly ttl?: number
      },
      callback?: (error?: Error) => void,
    )
    override touch(id: string, session: object, callback?: (error?: unknown) => void): void
  }
}
