/** A failure as DynamoDB tells it: `name` is the part of `__type` after the `#` (rule 13.2). */
export class WireError extends Error {
  override readonly name: string
  /** HTTP status. */
  readonly status: number
  /** JSON text of further members of the body, by name. */
  readonly members: Readonly<Record<string, string>>

  constructor(name: string, message: string, members: Readonly<Record<string, string>> = {}, status = 400) {
    super(message)
    this.name = name
    this.members = members
    this.status = status
  }
}

/** The request is malformed in a way that DynamoDB's own rules refuse. */
export function invalid(message: string): WireError {
  return new WireError('ValidationException', message)
}

/** The same, in the words with which most of those rules begin. */
export function invalidParameters(message: string): WireError {
  return invalid(`One or more parameter values were invalid: ${message}`)
}

/** The body is not JSON of the shape that the operation takes (rules 1.10 to 1.12). */
export function unreadable(message: string): WireError {
  return new WireError('SerializationException', message)
}
