import { describe, expect, it } from 'vitest'
import { isLost } from './attempts.ts'

describe('isLost', () => {
  it.each([
    ['a connection that was reset', { code: 'ECONNRESET' }],
    ['a time limit', { name: 'TimeoutError' }],
    ['an internal error', { name: 'InternalServerError', $metadata: { httpStatusCode: 500 } }],
    ['an unavailable service', { $metadata: { httpStatusCode: 503 } }],
    ['an answer that cannot be read', { $response: { statusCode: 200 } }],
    ['anything unknown', undefined],
  ])('yes: %s', (_what, error) => {
    expect(isLost(error)).toBe(true)
  })

  it.each([
    ['a failed condition', { $metadata: { httpStatusCode: 400 } }],
    ['throttling', { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }],
    ['throttling with another status', { $retryable: { throttling: true }, $metadata: { httpStatusCode: 503 } }],
    ['a refused connection', { code: 'ECONNREFUSED' }],
    ['an unknown host', { code: 'ENOTFOUND' }],
    ['a connection never made', { code: 'ETIMEDOUT', syscall: 'connect' }],
  ])('no: %s', (_what, error) => {
    expect(isLost(error)).toBe(false)
  })
})
