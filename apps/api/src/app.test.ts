import {
  ConditionalCheckFailedException,
  CorruptFileException,
  type Database,
  DirectoryLockedException,
  DiskException,
  ResourceInUseException,
  StoreClosedException,
  StoreError,
  ThrottlingException,
  TransactionCanceledException,
  UnsupportedException,
  ValidationException,
} from '@cmz/store'
import { describe, expect, it } from 'vitest'
import { openApp } from '../test/open-app.ts'

const zoo = await openApp()
const shape = { code: expect.any(String), message: expect.any(String), details: expect.any(Object) }

describe('a refused request', () => {
  it('to an unknown path: 404', async () => {
    const { status, body } = await zoo.call('GET', '/nowhere')
    expect(status).toBe(404)
    expect(body).toEqual({ ...shape, code: 'not_found', details: { path: '/nowhere' } })
    expect((await zoo.call('POST', '/nowhere')).status).toBe(404)
    expect((await zoo.call('GET', '/user/a/b')).status).toBe(404)
  })

  it('with a method that the path does not take: 405 and those it takes', async () => {
    const { status, body, headers } = await zoo.call('PUT', '/user/user_a', {})
    expect([status, headers.get('Allow')]).toEqual([405, 'GET, PATCH, DELETE'])
    expect(body).toEqual({
      ...shape,
      code: 'not_implemented',
      details: { method: 'PUT', allowed: ['GET', 'PATCH', 'DELETE'] },
    })
    expect((await zoo.call('DELETE', '/family_list')).headers.get('Allow')).toBe('GET')
  })

  it.each([
    ['missing_body', undefined, {}],
    ['missing_body', '', { 'Content-Type': 'application/json' }],
    ['missing_body', '  ', { 'Content-Type': 'application/json' }],
    ['validation_error', '{"email":', { 'Content-Type': 'application/json' }],
    ['validation_error', '[]', { 'Content-Type': 'application/json' }],
    ['validation_error', 'null', { 'Content-Type': 'application/json; charset=utf-8' }],
    ['validation_error', '{"email":"a@example.com"}', { 'Content-Type': 'text/plain' }],
    ['validation_error', 'email=a@example.com', { 'Content-Type': 'application/x-www-form-urlencoded' }],
  ])('%s for the body %j', async (code, body, headers) => {
    for (const [method, path] of [
      ['POST', '/user'],
      ['PATCH', '/family/family_a'],
      ['PUT', '/animal/animal_a'],
    ] as const) {
      const answer = await zoo.call(method, path, body, headers)
      expect(answer).toMatchObject({ status: 400, body: { ...shape, code } })
    }
  })

  it('from a page of another host, which a name server led here: 403', async () => {
    const response = await zoo.app.request('http://evil.example/user')
    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({ ...shape, code: 'forbidden' })
    for (const host of ['127.0.0.1:8080', 'localhost:8080', '[::1]:8080']) {
      expect((await zoo.app.request(`http://${host}/user`)).status).toBe(200)
    }
  })

  it.each(['%zz', '%E0%A4%A', '%', 'a%2'])('to the id %s, which is none: 404', async (id) => {
    for (const kind of ['user', 'user_details', 'animal', 'family']) {
      for (const method of ['GET', 'DELETE', kind === 'animal' ? 'PUT' : 'PATCH']) {
        const body = method.startsWith('P') ? {} : undefined
        expect(await zoo.call(method, `/${kind}/${id}`, body)).toMatchObject({
          status: 404,
          body: { code: 'not_found' },
        })
      }
    }
  })

  it('with a body beyond 256 KiB: 413', async () => {
    const body = (length: number) => `"${'x'.repeat(length - 2)}"`
    for (const [method, path] of [
      ['POST', '/user'],
      ['DELETE', '/user/user_a'],
      ['PUT', '/nowhere'],
    ] as const) {
      const answer = await zoo.call(method, path, body(256 * 1024 + 1))
      expect(answer).toMatchObject({ status: 413, body: { ...shape, code: 'validation_error' } })
      expect(answer.headers.get('Connection')).toBe('close')
    }
    expect((await zoo.call('POST', '/user', body(256 * 1024))).status).toBe(400)
  })

  it.each([
    'page=0',
    'page=1.5',
    'page=0x2',
    'page=1e1',
    'page=%201',
    'page=x',
    'page=',
    'pageSize=0',
    'pageSize=101',
    'page_size=x',
  ])('for the page %s: 400', async (query) => {
    for (const path of ['/user', '/user_details', '/animal_list', '/family', '/family_list']) {
      const { status, body } = await zoo.call('GET', `${path}?${query}`)
      expect([status, body.code]).toEqual([400, 'validation_error'])
    }
  })
})

describe('a failure of the store', () => {
  const secret = '/srv/secret/data'
  it.each([
    [500, 'internal_error', new Error(secret)],
    [500, 'internal_error', new UnsupportedException(secret)],
    [503, 'internal_error', new StoreError(secret)],
    [503, 'internal_error', new ThrottlingException(secret)],
    [503, 'internal_error', new ResourceInUseException(secret)],
    [503, 'internal_error', new DirectoryLockedException(secret, 7)],
    [503, 'internal_error', new CorruptFileException('bad', { file: secret, line: 1, column: 1 })],
    [503, 'internal_error', new DiskException('full', secret)],
    [503, 'internal_error', new StoreClosedException()],
    [409, 'conflict', new ConditionalCheckFailedException({ key: { userId: 'user_a' } })],
    [409, 'conflict', new TransactionCanceledException([])],
    [400, 'validation_error', new ValidationException('wrong', { issues: [{ path: ['email'], message: 'wrong' }] })],
  ])('is %i %s for %s, and tells no secret', async (status, code, error) => {
    const failing = await openApp(failingDatabase(error))
    const answer = await failing.call('GET', '/user/user_a')
    expect(answer).toMatchObject({ status, body: { ...shape, code } })
    expect(JSON.stringify(answer.body)).not.toContain(secret)
    expect(answer.headers.get('X-Request-Id')).toBe(failing.logs[0]?.['requestId'])
    expect(answer.headers.get('Retry-After')).toBe(status === 503 ? '1' : null)
    expect(failing.logs.some((line) => line['level'] === 50)).toBe(status >= 500)
  })

  it('shows in the health: 503 and which tables cannot be read', async () => {
    const failing = await openApp(failingDatabase(new DiskException('full', secret)))
    const { status, body } = await failing.call('GET', '/system_health')
    expect(status).toBe(503)
    expect(body).toEqual({
      code: 'internal_error',
      message: 'Not every table can be read',
      details: {
        mode: 'memory',
        tables: {
          'quest-dev-family': 'unreachable',
          'quest-dev-user': 'unreachable',
          'quest-dev-user-details': 'unreachable',
          'quest-dev-animal': 'unreachable',
        },
      },
    })
  })
})

describe('a request', () => {
  it('has an id in the answer and on every line of the log', async () => {
    const { app, call, logs } = await openApp()
    const { headers } = await call('GET', '/user')
    const id = headers.get('X-Request-Id')
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(logs).toMatchObject([{ requestId: id, method: 'GET', path: '/user', status: 200, ms: expect.any(Number) }])
    expect((await app.request('/nowhere')).headers.get('X-Request-Id')).toBe(logs[1]?.['requestId'])
  })

  it('keeps a well-formed id of its own, and no other', async () => {
    const kept = await zoo.call('GET', '/user', undefined, { 'X-Request-Id': 'trace-1.a_b' })
    expect(kept.headers.get('X-Request-Id')).toBe('trace-1.a_b')
    for (const id of ['a b', '"x"', 'x'.repeat(129)]) {
      const { headers } = await zoo.call('GET', '/user', undefined, { 'X-Request-Id': id })
      expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })
})

it('/system_health says the mode and that every table can be read', async () => {
  const health = await zoo.call('GET', '/system_health')
  expect(Object.keys(health.body['tables'] as object)).toEqual(Object.values(zoo.tables).map(({ name }) => name))
  expect(health).toMatchObject({
    status: 200,
    body: {
      status: 'ok',
      mode: 'memory',
      tables: {
        'quest-dev-family': 'reachable',
        'quest-dev-user': 'reachable',
        'quest-dev-user-details': 'reachable',
        'quest-dev-animal': 'reachable',
      },
    },
  })
})

/** A database whose every read fails. */
function failingDatabase(error: Error): Database {
  const store = (table: object): object => ({
    table,
    as: () => store(table),
    get: () => Promise.reject(error),
  })
  return { store } as unknown as Database
}
