/** A DynamoDB server on 127.0.0.1 that answers. Whoever starts it stops it. */
export interface RunningServer {
  /** For example `http://127.0.0.1:40123`. */
  readonly endpoint: string
  /** Resolves once the port is free again; the data are gone. */
  stop(): Promise<void>
}
