import { defineTable } from '@cmz/store-core'
import { crc32, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authorization, headersFor, post, send } from '../../test/http.ts'
import { type Endpoint, startEndpoint } from '../index.ts'

const animals = defineTable({ name: 'animals', partitionKey: 'id', softDelete: false, stamps: false })
let endpoint: Endpoint
let url: string
beforeAll(async () => {
  endpoint = await startEndpoint({
    memory: true,
    tables: [animals],
    allowOrigins: ['https://app.test', 'https://copied.test/'],
    allowHosts: ['db.test', 'copied.test:8000'],
  })
  url = endpoint.url
  await post(url, 'PutItem', { TableName: 'animals', Item: { id: { S: 'a' }, name: { S: 'Äffchen' } } })
  await post(url, 'PutItem', { TableName: 'animals', Item: { id: { S: 'long' }, text: { S: 'x'.repeat(10_000) } } })
})
afterAll(() => endpoint.stop())

const get = { TableName: 'animals', Key: { id: { S: 'a' } } }
const getLong = { TableName: 'animals', Key: { id: { S: 'long' } } }

describe('requests and answers (rule 13.1)', () => {
  test('listens on this machine only', () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  test('an answer has its checksum, its length and an id of its own', async () => {
    const answer = await post(url, 'GetItem', get)
    expect(answer.body).toEqual({ Item: { id: { S: 'a' }, name: { S: 'Äffchen' } } })
    expect(answer.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(answer.bytes.length),
      'x-amz-crc32': String(crc32(answer.bytes)),
    })
    const id = /^[A-Z0-9]{52}$/
    expect(answer.headers['x-amzn-requestid']).toMatch(id)
    const next = await post(url, 'GetItem', get)
    expect(next.headers['x-amzn-requestid']).toMatch(id)
    expect(next.headers['x-amzn-requestid']).not.toBe(answer.headers['x-amzn-requestid'])
  })

  test.each([
    ['application/x-amz-json-1.0', 'application/x-amz-json-1.0'],
    ['application/x-amz-json-1.1', 'application/x-amz-json-1.1'],
    ['application/json; charset=utf-8', 'application/json'],
  ])('%s is answered in kind', async (sent, received) => {
    const answer = await post(url, 'GetItem', get, { 'content-type': sent })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe(received)
  })

  test('any other content type is no operation', async () => {
    const answer = await post(url, 'GetItem', get, { 'content-type': 'text/plain' })
    expect(answer).toMatchObject({ status: 404, text: '<UnknownOperationException/>\n' })
  })

  test.each(['PUT', 'DELETE', 'PATCH'])('nor is %s', async (method) => {
    expect(await send(url, { method })).toMatchObject({ status: 404, text: '<UnknownOperationException/>\n' })
  })

  test.each(['GET', 'POST'])('nor is %s of another path', async (method) => {
    const answer = await send(`${url}/elsewhere`, { method, headers: headersFor('GetItem'), body: '' })
    expect(answer).toMatchObject({ status: 404, text: '<UnknownOperationException/>\n' })
  })

  test('GET / tells that it is there', async () => {
    const answer = await send(url, { method: 'GET' })
    expect(answer).toMatchObject({ status: 200, text: 'healthy: dynamodb.us-east-1.amazonaws.com ' })
    expect(answer.headers['x-amz-crc32']).toBe('3128867991')
  })
})

describe('errors (rules 13.2 and 13.3)', () => {
  test.each(['DynamoDB_20120810.Nothing', 'DynamoDB_20111205.GetItem', 'GetItem', ''])(
    'target %j is unknown',
    async (target) => {
      const answer = await post(url, 'GetItem', get, { 'x-amz-target': target })
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual({ __type: 'com.amazon.coral.service#UnknownOperationException' })
    },
  )

  test.each(['{', '', 'x', '{"TableName":"animals"', '\ufeff{}'])('%j is not JSON', async (body) => {
    const answer = await post(url, 'GetItem', body)
    expect(answer.status).toBe(400)
    expect(answer.body['__type']).toBe('com.amazon.coral.service#SerializationException')
  })

  test('nor are bytes that are not UTF-8', async () => {
    const answer = await post(url, 'GetItem', Buffer.from([0x22, 0xc3, 0x28, 0x22]))
    expect(answer.body['__type']).toBe('com.amazon.coral.service#SerializationException')
  })

  const missing = 'MissingAuthenticationTokenException'
  const incomplete = 'IncompleteSignatureException'
  test.each([
    ['no signature', { authorization: '' }, missing, 'Request is missing Authentication Token'],
    ['another scheme', { authorization: 'Basic YTpi' }, missing, 'Request is missing Authentication Token'],
    [
      'parts left out',
      { authorization: 'AWS4-HMAC-SHA256 Credential=a' },
      incomplete,
      "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256 Credential=a",
    ],
    [
      'an empty part',
      { authorization: authorization.replace('=abc', '=') },
      incomplete,
      `Authorization header requires 'Signature' parameter. Authorization=${authorization.replace('=abc', '=')}`,
    ],
    [
      'no date',
      { 'x-amz-date': '' },
      incomplete,
      `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=${authorization}`,
    ],
  ])('%s', async (_, headers, name, message) => {
    const all = Object.entries({ ...headersFor('GetItem'), ...headers }).filter(([, value]) => value !== '')
    const answer = await send(url, { method: 'POST', headers: Object.fromEntries(all), body: JSON.stringify(get) })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ __type: `com.amazon.coral.service#${name}`, message })
  })

  test('JSON and operation are looked at before the signature', async () => {
    const unreadable = await post(url, 'GetItem', '{', { authorization: 'x' })
    expect(unreadable.body['__type']).toBe('com.amazon.coral.service#SerializationException')
    const unknown = await post(url, 'Nothing', '{}', { authorization: 'x' })
    expect(unknown.body['__type']).toBe('com.amazon.coral.service#UnknownOperationException')
  })

  const { authorization: _, ...unsigned } = headersFor('GetItem')
  const query =
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Signature=b&X-Amz-SignedHeaders=host&X-Amz-Date=c'
  test('a signature may stand in the query', async () => {
    const answer = await send(`${url}/?${query}`, { method: 'POST', headers: unsigned, body: JSON.stringify(get) })
    expect(answer.body.Item.id).toEqual({ S: 'a' })
  })

  test('but not in part, and not in both places', async () => {
    const [part] = query.split('&X-Amz-Signature')
    const incompleteOne = await send(`${url}/?${part}`, { method: 'POST', headers: unsigned, body: '{}' })
    expect(incompleteOne.body).toEqual({
      __type: `com.amazon.coral.service#${incomplete}`,
      message:
        "AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
    })
    const both = await send(`${url}/?${query}`, { method: 'POST', headers: headersFor('GetItem'), body: '{}' })
    expect(both.body['__type']).toBe('com.amazon.coral.service#InvalidSignatureException')
  })
})

describe('gzip (rule 13.6)', () => {
  test('a long answer is zipped for who takes it, and its checksum is of what is sent', async () => {
    const answer = await post(url, 'GetItem', getLong, { 'accept-encoding': 'gzip, deflate' })
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(answer.headers['x-amz-crc32']).toBe(String(crc32(answer.bytes)))
    expect(JSON.parse(gunzipSync(answer.bytes).toString()).Item.text.S).toHaveLength(10_000)
  })

  test.each(['', 'identity', 'gzip;q=0', 'br, xgzip'])('not for who sends Accept-Encoding %j', async (accepted) => {
    const answer = await post(url, 'GetItem', getLong, { 'accept-encoding': accepted })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.body.Item.text.S).toHaveLength(10_000)
  })

  test('a short answer is sent as it is', async () => {
    const answer = await post(url, 'GetItem', get, { 'accept-encoding': 'gzip' })
    expect(answer.headers['content-encoding']).toBeUndefined()
  })

  const zipped = { 'content-encoding': 'gzip' }
  test('a request may be zipped', async () => {
    expect((await post(url, 'GetItem', gzipSync(JSON.stringify(get)), zipped)).body.Item.id).toEqual({ S: 'a' })
  })

  test('but has to be what it says', async () => {
    const answer = await post(url, 'GetItem', JSON.stringify(get), zipped)
    expect(answer.status).toBe(400)
    expect(answer.body['__type']).toBe('com.amazon.coral.service#SerializationException')
    const other = await post(url, 'GetItem', JSON.stringify(get), { 'content-encoding': 'br' })
    expect(other.body['__type']).toBe('com.amazon.coral.service#SerializationException')
  })

  test('and not unzip to more than a request may have', async () => {
    const answer = await post(url, 'GetItem', gzipSync(Buffer.alloc(17 * 1024 * 1024)), zipped)
    expect(answer.status).toBe(413)
    expect((await post(url, 'GetItem', get)).status).toBe(200)
  })
})

describe('web pages (rule 13.8)', () => {
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-amz-target' }
  test.each(['https://app.test', 'https://copied.test', 'http://localhost:3000', 'http://127.0.0.1:5173'])(
    '%s may ask, and call',
    async (origin) => {
      const asked = await send(url, { method: 'OPTIONS', headers: { origin, ...preflight } })
      expect(asked.status).toBe(200)
      expect(asked.headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'x-amz-target',
        'access-control-max-age': '172800',
      })
      const answer = await post(url, 'GetItem', get, { origin })
      expect(answer.headers['access-control-allow-origin']).toBe(origin)
    },
  )

  test.each(['https://evil.test', 'null', 'http://localhost.evil.test', 'http://127.0.0.1.evil.test'])(
    '%s may not',
    async (origin) => {
      const asked = await send(url, { method: 'OPTIONS', headers: { origin, ...preflight } })
      expect(asked.status).toBe(403)
      expect(asked.headers['access-control-allow-origin']).toBeUndefined()
      const put = { TableName: 'animals', Item: { id: { S: 'evil' } } }
      const answer = await post(url, 'PutItem', put, { origin })
      expect(answer.status).toBe(403)
      expect(answer.body.message).toBe(`Origin "${origin}" is not allowed`)
      expect((await post(url, 'GetItem', { ...get, Key: { id: { S: 'evil' } } })).body).toEqual({})
    },
  )

  test.each([
    'localhost',
    'localhost:8000',
    'db.test:80',
    'a.localhost',
    '[::1]:8000',
    '192.168.0.7:8000',
    'DB.test',
    'copied.test:8000',
  ])('it may be called %s', async (host) => {
    expect((await post(url, 'GetItem', get, { host })).status).toBe(200)
  })

  test.each(['evil.test', 'localhost.evil.test', '127.0.0.1.evil.test:8000', 'xdb.test', 'a.db.test'])(
    'but not %s: a name on the web that was given this address',
    async (host) => {
      const answer = await post(url, 'GetItem', get, { host })
      expect(answer.status).toBe(403)
      expect(answer.body.message).toBe(`Host "${host}" is not allowed`)
    },
  )
})
