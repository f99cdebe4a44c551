import { invalid } from '../wire-error.ts'
import type { Fault, FaultError } from './fault.ts'

const errors: ReadonlyMap<string, FaultError> = new Map<string, FaultError>([
  ['throttle', 'ProvisionedThroughputExceededException'],
  ['conflict', 'TransactionConflictException'],
  ...(
    [
      'ProvisionedThroughputExceededException',
      'ThrottlingException',
      'RequestLimitExceeded',
      'InternalServerError',
      'TransactionConflictException',
      'TransactionInProgressException',
    ] as const
  ).map((name) => [name, name] as const),
])
const setting = /^(times|unprocessed|latency)=(\d{1,9})$/

/**
 * The fault that a request asks for in its header `x-store-fault`, such as `throttle; times=2`: an error's name (or
 * `throttle`, `conflict`), `applied`, `unprocessed=3`, `latency=50`, in any order. With `times=2` only the first two
 * attempts have it. ValidationException where the header says something else.
 */
export function faultOfHeader(header: string, attempt: number): Fault | undefined {
  const fault: { -readonly [M in keyof Fault]: Fault[M] } = {}
  let times = Infinity
  for (const part of header.split(';').map((each) => each.trim())) {
    const [, name, digits] = setting.exec(part) ?? []
    if (name === 'times') times = Number(digits)
    else if (name === 'unprocessed' || name === 'latency') fault[name] = Number(digits)
    else if (part === 'applied') fault.applied = true
    else if (errors.has(part)) fault.error = errors.get(part)
    else throw invalid(`x-store-fault: ${JSON.stringify(part)} is none of ${words}`)
  }
  return attempt <= times ? fault : undefined
}

const words = [...errors.keys(), 'applied', 'times=n', 'unprocessed=n', 'latency=ms'].join(', ')
