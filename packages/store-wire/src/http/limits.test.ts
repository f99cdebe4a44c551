import { defineTable } from '@cmz/store-core'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { headersFor, post, send } from '../../test/http.ts'
import { type Endpoint, type EndpointSettings, openService, type Service, startEndpoint } from '../index.ts'

const tables = [defineTable({ name: 'animals', partitionKey: 'id', softDelete: false, stamps: false })]
const get = { TableName: 'animals', Key: { id: { S: 'a' } } }
const largest = 16 * 1024 * 1024

let endpoint: Endpoint
const open = async (more: Partial<EndpointSettings> | { readonly service: Service } = {}): Promise<string> => {
  endpoint = await startEndpoint({ memory: true, tables, ...more })
  return endpoint.url
}
afterEach(() => endpoint.stop())

/** A connection that says what it likes. */
async function dial(): Promise<Socket> {
  const socket = connect(Number(new URL(endpoint.url).port), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** Everything that comes until the other side hangs up. */
async function all(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (data: Buffer) => (text += data.toString()))
  await new Promise((resolve) => socket.once('close', resolve))
  return text
}

const head = (...more: readonly string[]): string =>
  [
    'POST / HTTP/1.1',
    'Host: localhost',
    ...Object.entries(headersFor('GetItem')).map((each) => each.join(': ')),
    ...more,
  ]
    .join('\r\n')
    .concat('\r\n\r\n')

describe('whatever is sent, the next request is answered', () => {
  beforeEach(() => open())
  afterEach(async () => {
    expect((await post(endpoint.url, 'GetItem', get)).status).toBe(200)
  })

  const deep = (before: string, after: string, levels: number, middle = ''): string =>
    before.repeat(levels) + middle + after.repeat(levels)
  const itemOf = (value: string): string => `{"TableName":"animals","Item":{"id":{"S":"a"},"x":${value}}}`
  test.each([
    ['16 MB of [', '['.repeat(largest)],
    ['8 million lists', deep('[', ']', largest / 2)],
    ['maps without end', '{"a":'.repeat(100_000)],
    ['100,000 maps', deep('{"a":', '}', 100_000, '1')],
    ['a value of 100,000 lists', itemOf(deep('{"L":[', ']}', 100_000))],
    ['a value of 100,000 maps', itemOf(deep('{"M":{"a":', '}}', 100_000, '{"S":""}'))],
    ['a list in place of a table', `{"TableName":${deep('[', ']', 100_000)}}`],
    ['too many requests, deep', `{"RequestItems":{"animals":[${deep('[', ']', 100_000)},${'{},'.repeat(30)}{}]}}`],
    ['too many actions, deep', `{"TransactItems":[${deep('[', ']', 100_000)},${'{},'.repeat(101)}{}]}`],
  ])('%s', async (_, body) => {
    for (const operation of ['PutItem', 'BatchWriteItem', 'TransactWriteItems']) {
      const answer = await post(endpoint.url, operation, body)
      expect(answer.status).toBe(400)
      expect(answer.body['__type']).toMatch(/#(Serialization|Validation|UnknownOperation)Exception$/)
    }
  })

  test('more than 16 MB', async () => {
    const answer = await post(endpoint.url, 'PutItem', Buffer.alloc(largest + 1, ' '))
    expect(answer.status).toBe(413)
    expect(answer.body['__type']).toContain('#RequestEntityTooLargeException')
  })

  test('random bytes, as a body and as a request', async () => {
    let seed = 42
    for (let round = 0; round < 200; round++) {
      const bytes = Buffer.from(
        Array.from({ length: (round * 7) % 300 }, () => (seed = (seed * 16_807) % 2_147_483_647) & 255),
      )
      expect((await post(endpoint.url, 'PutItem', bytes)).status).toBe(400)
      if (round % 10 > 0) continue
      const socket = await dial()
      socket.end(bytes)
      expect(await all(socket)).not.toContain('500')
    }
  })

  test('a request that was cut off at every byte', async () => {
    const text = JSON.stringify(get)
    for (let end = 0; end < text.length; end++) {
      expect((await post(endpoint.url, 'GetItem', text.slice(0, end))).status).toBe(400)
    }
  })

  test('a length that is wrong', async () => {
    const long = await dial()
    long.end(`${head('Content-Length: 100')}{}`)
    expect(await all(long)).toMatch(/^(HTTP\/1.1 400|$)/)
    const short = await dial()
    short.end(`${head('Content-Length: 2')}{}}}}}`)
    expect(await all(short)).toMatch(/^HTTP\/1.1 400/)
    const none = await dial()
    none.end(head('Content-Length: x'))
    expect(await all(none)).toMatch(/^HTTP\/1.1 400/)
  })

  test('headers that are too long or too many', async () => {
    const long = await dial()
    long.end(head(`x-long: ${'x'.repeat(20_000)}`))
    expect(await all(long)).toMatch(/^HTTP\/1.1 431/)
    const headers = Object.fromEntries(Array.from({ length: 200 }, (_, each) => [`x-${each}`, 'x']))
    expect((await send(endpoint.url, { method: 'POST', headers })).status).toBe(431)
  })

  test('a client that goes in the middle of its request', async () => {
    const socket = await dial()
    socket.write(`${head('Content-Length: 100')}{`)
    socket.destroy()
    await once(socket, 'close')
  })
})

test('a client that goes before its answer is there takes nothing with it', async () => {
  let called = (): void => {}
  const calls = new Promise<void>((resolve) => (called = resolve))
  const url = await open({
    faults: () => {
      called()
      return { latency: 20 }
    },
  })
  const sent = post(url, 'GetItem', get)
  const broken = send(
    url,
    { method: 'POST', headers: headersFor('GetItem'), body: JSON.stringify(get) },
    (request) => void calls.then(() => request.destroy()),
  )
  await expect(broken).rejects.toThrow('socket hang up')
  expect((await sent).status).toBe(200)
})

describe('slow clients are cut off', () => {
  const timeouts = { headers: 30, request: 60, idle: 40 }
  beforeEach(() => open({ timeouts }))

  test('in the headers', async () => {
    const socket = await dial()
    socket.write('POST / HTTP/1.1\r\nHost:')
    expect(await all(socket)).toMatch(/^HTTP\/1.1 408/)
  })

  test('in the body', async () => {
    const socket = await dial()
    socket.write(`${head('Content-Length: 100')}{`)
    expect(await all(socket)).toMatch(/^HTTP\/1.1 408/)
  })

  test('after an answer', async () => {
    const socket = await dial()
    socket.write(`${head('Content-Length: 2')}{}`)
    expect(await all(socket)).toMatch(/^HTTP\/1.1 400/)
  })
})

describe('stop', () => {
  test('finishes what is in flight, and closes the connections', async () => {
    let called = (): void => {}
    const calls = new Promise<void>((resolve) => (called = resolve))
    const url = await open({
      faults: () => {
        called()
        return { latency: 50 }
      },
    })
    const agent = new Agent({ keepAlive: true })
    expect((await send(url, { method: 'GET', agent })).status).toBe(200)
    const idle = await dial()
    const sent = send(url, { method: 'POST', headers: headersFor('GetItem'), body: JSON.stringify(get), agent })
    await calls
    const stopped = endpoint.stop()
    expect((await sent).body).toEqual({})
    await stopped
    await (idle.closed || once(idle, 'close'))
    await expect(send(url, { method: 'GET' })).rejects.toThrow(/ECONNREFUSED/)
    agent.destroy()
  })

  test('finishes an answer that its client is slow to take', async () => {
    const url = await open()
    const keys = Array.from({ length: 40 }, (_, each) => ({ id: { S: String(each) } }))
    for (const key of keys) {
      await post(url, 'PutItem', { TableName: 'animals', Item: { ...key, text: { S: 'x'.repeat(390_000) } } })
    }
    const body = JSON.stringify({ RequestItems: { animals: { Keys: keys } } })
    const socket = await dial()
    const lines = [`x-amz-target: DynamoDB_20120810.BatchGetItem`, `Content-Length: ${body.length}`]
    socket.write(`${head(...lines).replace(/x-amz-target: .*GetItem\r\n/, '')}${body}`)
    const [first] = (await once(socket, 'data')) as [Buffer]
    socket.pause()
    const stopped = endpoint.stop()
    let size = first.length
    socket.on('data', (data: Buffer) => (size += data.length))
    socket.resume()
    await once(socket, 'close')
    await stopped
    const whole = Number(/content-length: (\d+)/i.exec(first.toString())![1])
    expect(size).toBe(first.indexOf('\r\n\r\n') + 4 + whole)
  })

  test('whatever is asked meanwhile is answered', async () => {
    let called = (): void => {}
    const calls = new Promise<void>((resolve) => (called = resolve))
    const url = await open({
      faults: () => {
        called()
        return { latency: 20 }
      },
    })
    const sent = post(url, 'DescribeEndpoints', {})
    await calls
    const stopped = endpoint.stop()
    expect((await sent).body.Endpoints[0].Address).toBe(new URL(url).host)
    await stopped
  })

  test('waits no longer than it is told', async () => {
    await open({ timeouts: { stop: 1 } })
    const socket = await dial()
    socket.write(`${head('Content-Length: 100')}{`)
    const answered = all(socket)
    await endpoint.stop()
    expect(await answered).toBe('')
  })

  test('may be asked for twice, and leaves a service that was given', async () => {
    const service = await openService({ memory: true, tables })
    await open({ service })
    await Promise.all([endpoint.stop(), endpoint.stop()])
    expect(service.engine.table('animals')).toBeDefined()
    await service.close()
  })

  test('an empty host is this machine, not every address', async () => {
    expect(await open({ host: '' })).toMatch(/^http:\/\/127\.0\.0\.1:/)
  })

  test('a port that is taken leaves nothing open', async () => {
    const url = await open()
    await expect(startEndpoint({ memory: true, port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE')
  })
})
