import type { JsonObject } from './json.ts'

/** One request as it is sent. */
export interface WireRequest {
  /** Such as `PutItem`. */
  readonly operation: string
  readonly input: JsonObject
}

/** What came back, from either side. */
export interface WireAnswer {
  readonly status: number
  readonly body: string
}

/** Somebody who answers requests. */
export interface Party {
  readonly answer: (operation: string, body: string) => Promise<WireAnswer>
}
