import {
  type CancellationReason,
  ConditionalCheckFailedException,
  type ErrorDetails,
  IdempotentParameterMismatchException,
  type Item,
  ResourceInUseException,
  ResourceNotFoundException,
  StoreError,
  ThrottlingException,
  TransactionCanceledException,
  ValidationException,
} from '@cmz/store-core'
import { type AttributeValues, fromAttributeValues } from './attribute-value.ts'

/** What was going on when a call failed. */
export interface FailedCall extends Omit<ErrorDetails, 'cause'> {
  /** Where the call went, for example `dynamodb.eu-west-1.amazonaws.com`. */
  readonly host?: string | undefined
  /** True for a write that may have taken effect although no answer came. */
  readonly outcomeUnknown?: boolean
}

/** What an error says of a write that may have been carried out although no answer came. */
export const outcomeUnknown = 'It is not known whether the write took effect'

/** The store's error for an error of the SDK, with the original as `cause`. The only place that knows the SDK's errors. */
export function translateError(error: unknown, { host, outcomeUnknown: lost, ...where }: FailedCall): StoreError {
  if (error instanceof StoreError) return error
  const details: ErrorDetails = { ...where, cause: error }
  const { name, message: said } = describe(error)
  const answered = isAnswer(error)
  // what a server says is left as it is
  const message = lost === true ? `${withoutStop(said)}. ${outcomeUnknown}` : answered ? said : withoutStop(said)
  switch (name) {
    case 'ConditionalCheckFailedException':
      return new ConditionalCheckFailedException({ ...details, current: currentOf(error) })
    case 'ValidationException':
      return new ValidationException(message, details)
    case 'ResourceNotFoundException':
      return new ResourceNotFoundException(message, details)
    case 'ResourceInUseException':
      return new ResourceInUseException(message, details)
    case 'TransactionCanceledException':
      return new TransactionCanceledException(reasonsOf(error), details)
    case 'IdempotentParameterMismatchException':
      return new IdempotentParameterMismatchException(details)
    case 'ProvisionedThroughputExceededException':
    case 'RequestLimitExceeded':
    case 'ThrottlingException':
      return new ThrottlingException(message, details)
    default:
  }
  if (answered) return new StoreError(`DynamoDB answered ${name}: ${message}`, details)
  if (host !== undefined) return new StoreError(`No answer from DynamoDB at ${host}: ${message}`, details)
  return new StoreError(`The request to DynamoDB was not sent: ${message}`, details)
}

/** A sentence as a part of a longer text. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '')
}

/** True for an error that the service sent, as opposed to one on the way. The SDK marks them with whose fault it is. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && '$fault' in error
}

function describe(error: unknown): { readonly name: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  // Node's error for a host with several addresses has no message of its own
  const reasons = error instanceof AggregateError ? error.errors.map((each: Error) => each.message) : []
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return { name: error.name, message: error.message || reasons.join(', ') || code || error.name }
}

/** The item as it is, where the request asked for it. */
function currentOf(error: unknown): Item | undefined {
  const { Item: current } = error as { readonly Item?: AttributeValues }
  return current && fromAttributeValues(current)
}

function reasonsOf(error: unknown): readonly CancellationReason[] {
  const { CancellationReasons = [] } = error as {
    CancellationReasons?: readonly {
      readonly Code?: string
      readonly Message?: string
      readonly Item?: AttributeValues
    }[]
  }
  return CancellationReasons.map(({ Code, Message, Item: current }) => ({
    code: Code ?? 'None',
    ...(Message !== undefined && { message: Message }),
    ...(current && { item: currentOf({ Item: current })! }),
  }))
}
