import { ConditionalCheckFailedException as SdkConditionFailed } from '@aws-sdk/client-dynamodb'
import { ConditionalCheckFailedException, StoreError, TransactionCanceledException } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { translateError } from './translate-error.ts'

function answer(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 400 }, ...more })
}

const call = { table: 'quest', key: { id: 'a' }, host: '127.0.0.1:8000' }

describe('translateError', () => {
  it.each([
    ['ConditionalCheckFailedException', 'ConditionalCheckFailedException'],
    ['ValidationException', 'ValidationException'],
    ['ResourceNotFoundException', 'ResourceNotFoundException'],
    ['ResourceInUseException', 'ResourceInUseException'],
    ['ProvisionedThroughputExceededException', 'ThrottlingException'],
    ['ThrottlingException', 'ThrottlingException'],
    ['RequestLimitExceeded', 'ThrottlingException'],
    ['AccessDeniedException', 'StoreError'],
    ['InternalServerError', 'StoreError'],
  ])('%s becomes %s with table, key and cause', (name, expected) => {
    const cause = answer(name, 'why')
    const error = translateError(cause, call)
    expect(error).toBeInstanceOf(StoreError)
    expect(error).toMatchObject({ name: expected, table: 'quest', key: { id: 'a' }, cause })
  })

  it('keeps the reasons of a cancelled transaction in order', () => {
    const cause = answer('TransactionCanceledException', 'cancelled', {
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'failed' }],
    })
    const error = translateError(cause, {})
    expect(error).toBeInstanceOf(TransactionCanceledException)
    expect(error).toMatchObject({ reasons: [{ code: 'None' }, { code: 'ConditionalCheckFailed', message: 'failed' }] })
  })

  it('knows the errors that the SDK makes', () => {
    const cause = new SdkConditionFailed({ message: 'no', $metadata: {} })
    expect(translateError(cause, call)).toBeInstanceOf(ConditionalCheckFailedException)
  })

  it('says what an unexpected answer was', () => {
    expect(translateError(answer('AccessDeniedException', 'not you'), call).message).toBe(
      'DynamoDB answered AccessDeniedException: not you (table quest, key {"id":"a"})',
    )
  })

  it('names the host where the network failed, and says when the outcome is unknown', () => {
    const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    const error = translateError(cause, { ...call, outcomeUnknown: true })
    expect(error.name).toBe('StoreError')
    expect(error.message).toBe(
      'No answer from DynamoDB at 127.0.0.1:8000: read ECONNRESET. It is not known whether the write took effect (table quest, key {"id":"a"})',
    )
  })

  it('ends no sentence twice', () => {
    const cause = new Error('no connection within 5000 ms.')
    expect(translateError(cause, { host: 'h', outcomeUnknown: true }).message).toBe(
      'No answer from DynamoDB at h: no connection within 5000 ms. It is not known whether the write took effect',
    )
    expect(translateError(cause, { host: 'h', table: 'quest' }).message).toBe(
      'No answer from DynamoDB at h: no connection within 5000 ms (table quest)',
    )
  })

  it('finds words for an error of several addresses', () => {
    const cause = Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:8000')]), {
      code: 'ECONNREFUSED',
    })
    expect(translateError(cause, call).message).toContain('connect ECONNREFUSED ::1:8000')
  })

  it('says so when nothing was sent', () => {
    expect(translateError(new Error('the token has expired'), {}).message).toBe(
      'The request to DynamoDB was not sent: the token has expired',
    )
  })

  it('leaves an error of the store as it is', () => {
    const error = new StoreError('already')
    expect(translateError(error, call)).toBe(error)
  })
})
