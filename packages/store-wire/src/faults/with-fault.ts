import { setTimeout as pause } from 'node:timers/promises'
import { isObject, type Json, type JsonObject } from '../input/json.ts'
import type { Operation } from '../service/operation.ts'
import type { Service } from '../service/service.ts'
import { WireError } from '../wire-error.ts'
import type { Fault, FaultError } from './fault.ts'

/** Does an operation with what is to go wrong with it. */
export async function withFault(
  { error, applied, unprocessed, latency }: Fault,
  name: string,
  operation: Operation,
  input: Json,
  service: Service,
): Promise<string> {
  if (latency !== undefined) await pause(latency)
  const failure = error && failureOf(error, name, isObject(input) ? input : {})
  if (failure !== undefined && applied !== true) throw failure
  const size = batchSize(name, input)
  const left = Math.min(unprocessed ?? 0, size)
  if (left > 0 && left === size) throw throttled()
  const text = await operation(input, left > 0 ? { ...service, unprocessed: left } : service)
  if (failure !== undefined) throw failure
  return text
}

const throttled = (): WireError =>
  new WireError(
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded. ' +
      'Consider increasing your provisioning level with the UpdateTable API.',
  )

/** The error as this operation tells it; `undefined` where it cannot have it. */
function failureOf(error: FaultError, name: string, input: JsonObject): WireError | undefined {
  switch (error) {
    case 'ProvisionedThroughputExceededException':
      return throttled()
    case 'ThrottlingException':
      return new WireError(error, 'Rate of requests exceeds the allowed throughput.')
    case 'RequestLimitExceeded':
      return new WireError(
        error,
        'Throughput exceeds the current throughput limit for your account. ' +
          'Please contact AWS Support at https://aws.amazon.com/support to request a limit increase',
      )
    case 'InternalServerError':
      return new WireError(error, 'Internal server error', {}, 500)
    case 'TransactionInProgressException':
      if (name !== 'TransactWriteItems') return undefined
      return new WireError(error, 'The transaction with the given request token is already in progress.')
    case 'TransactionConflictException':
      if (singleWrites.has(name)) return new WireError(error, ongoing)
      return name.startsWith('Transact') ? conflicting(input['TransactItems']) : undefined
  }
}

const singleWrites: ReadonlySet<string> = new Set(['PutItem', 'UpdateItem', 'DeleteItem'])
const ongoing = 'Transaction is ongoing for the item'

/** A transaction whose first action met another one (rules 10.4 and 10.14). */
function conflicting(actions: Json | undefined): WireError {
  const codes = (Array.isArray(actions) ? actions : [0]).map((_, index) =>
    index === 0 ? 'TransactionConflict' : 'None',
  )
  const reasons = codes.map((code) => (code === 'None' ? { Code: code } : { Code: code, Message: ongoing }))
  return new WireError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    { CancellationReasons: JSON.stringify(reasons) },
  )
}

/** How many keys or writes a batch has, as far as it has the form of one; 0 for every other call. */
function batchSize(name: string, input: Json): number {
  if (!name.startsWith('Batch') || !isObject(input) || !isObject(input['RequestItems'])) return 0
  let size = 0
  for (const requests of Object.values(input['RequestItems'])) {
    const list = isObject(requests) ? requests['Keys'] : requests
    if (Array.isArray(list)) size += list.length
  }
  return size
}
