import { faultOfHeader } from '../faults/fault-header.ts'
import { tablesOf } from '../faults/tables-of.ts'
import { withFault } from '../faults/with-fault.ts'
import { isTooDeep } from '../input/is-too-deep.ts'
import { isObject, type Json } from '../input/json.ts'
import { operations } from '../operations/operations.ts'
import { unreadable, WireError } from '../wire-error.ts'
import { failed } from './failed.ts'
import type { Operation } from './operation.ts'
import type { Service } from './service.ts'

/** What is sent back: the HTTP status and the JSON text of the body. */
export interface Answer {
  readonly status: number
  readonly text: string
}

/** What a request brings beside its target and its body. */
export interface RequestContext {
  /** By name in lower case; only those that faults look at are read. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Why it is refused all the same, if its body can be read and the operation exists: a broken signature (rule 13.3). */
  readonly refusal?: WireError | undefined
}

const prefix = 'DynamoDB_20120810.'

/** Answers one request, named by its `X-Amz-Target`. Never throws: an error is an answer too (rules 13.1 to 13.4). */
export function answer(
  service: Service,
  operationTarget: string | undefined,
  body: string,
  context?: RequestContext,
): Answer | Promise<Answer> {
  try {
    const name = operationTarget?.startsWith(prefix) ? operationTarget.slice(prefix.length) : ''
    const operation = operations.get(name)
    const input = operation === undefined && body === '' ? null : parse(body)
    if (operation === undefined) throw new WireError('UnknownOperationException', '')
    if (context?.refusal !== undefined) throw context.refusal
    const text =
      service.faults === undefined
        ? operation(input, service)
        : operateWithFaults(name, operation, input, service, context)
    return typeof text === 'string' ? { status: 200, text } : text.then(succeeded, failed)
  } catch (error) {
    return failed(error)
  }
}

function succeeded(text: string): Answer {
  return { status: 200, text }
}

function parse(body: string): Json {
  if (isTooDeep(body)) throw unreadable('The body is nested too deeply')
  try {
    return JSON.parse(body) as Json
  } catch {
    throw unreadable('The body is not JSON')
  }
}

const attemptPattern = /\battempt=(\d+)/

function operateWithFaults(
  name: string,
  operation: Operation,
  json: Json,
  service: Service,
  context: RequestContext | undefined,
): string | Promise<string> {
  const input = isObject(json) ? json : {}
  const attempt = Number(attemptPattern.exec(String(context?.headers?.['amz-sdk-request']))?.[1] ?? 1)
  const header = context?.headers?.['x-store-fault']
  const fault =
    header === undefined
      ? service.faults!({ operation: name, tables: tablesOf(input), input, attempt })
      : faultOfHeader(String(header), attempt)
  return fault === undefined ? operation(json, service) : withFault(fault, name, operation, json, service)
}
