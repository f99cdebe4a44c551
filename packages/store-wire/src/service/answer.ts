import type { Json } from '../input/json.ts'
import { operations } from '../operations/operations.ts'
import { unreadable, WireError } from '../wire-error.ts'
import type { Service } from './service.ts'
import { toWireError } from './to-wire-error.ts'

/** What is sent back: the HTTP status and the JSON text of the body. */
export interface Answer {
  readonly status: number
  readonly text: string
  /** The name of the error, where it is one. */
  readonly error?: string
}

const target = /^DynamoDB_20120810\.(\w+)$/

/** Answers one request, named by its `X-Amz-Target`. Never throws: an error is an answer too (rules 13.1 to 13.4). */
export function answer(service: Service, operationTarget: string | undefined, body: string): Answer | Promise<Answer> {
  try {
    const name = target.exec(operationTarget ?? '')?.[1]
    const operation = name === undefined ? undefined : operations.get(name)
    if (operation === undefined) throw new WireError('UnknownOperationException', '')
    const text = operation(parse(body), service)
    return typeof text === 'string' ? { status: 200, text } : text.then(succeeded, failed)
  } catch (error) {
    return failed(error)
  }
}

function succeeded(text: string): Answer {
  return { status: 200, text }
}

/** The answer that tells of an error. */
export function failed(cause: unknown): Answer {
  const error = toWireError(cause)
  const { name, message, members, status } = error
  const type =
    name === 'ValidationException' || name === 'SerializationException' || name === 'UnknownOperationException'
      ? coral[name]
      : `com.amazonaws.dynamodb.v20120810#${name}`
  const fields = Object.entries(members).map(([member, json]) => `,"${member}":${json}`)
  const word = name === 'TransactionCanceledException' ? 'Message' : 'message'
  return { status, text: `{"__type":"${type}","${word}":${JSON.stringify(message)}${fields.join('')}}`, error: name }
}

const coral = {
  ValidationException: 'com.amazon.coral.validate#ValidationException',
  SerializationException: 'com.amazon.coral.service#SerializationException',
  UnknownOperationException: 'com.amazon.coral.service#UnknownOperationException',
} as const

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json
  } catch {
    throw unreadable('The body is not JSON')
  }
}
