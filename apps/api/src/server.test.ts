import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenApp, openApp } from '../test/open-app.ts'
import { answerMalformed } from './refuse.ts'
import { listen, type Server } from './server.ts'

let zoo: OpenApp
let server: Server
let port: number
beforeEach(async () => {
  zoo = await openApp()
  server = await listen(0)
  server.serve((given) => (given === undefined ? answerMalformed(zoo.logger) : zoo.app.fetch(given)))
  port = Number(new URL(server.url).port)
})
afterEach(async () => {
  await server.stop()
})

/** Sends this text and gives all that comes back until the server closes the connection. */
async function raw(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (part: string) => (answer += part))
  socket.write(text)
  await once(socket, 'close')
  return answer
}

describe('a request without a URL', () => {
  it.each([
    ['has no Host', 'GET /user HTTP/1.1\r\n\r\n'],
    ['has an empty Host', 'GET /user HTTP/1.1\r\nHost:\r\n\r\n'],
    ['has a malformed Host', 'GET /user HTTP/1.1\r\nHost: a b\r\n\r\n'],
    ['names a user in its Host', 'GET /user HTTP/1.1\r\nHost: a@localhost\r\n\r\n'],
    ['has no path', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ])('%s: 400 in the one shape', async (_what, text) => {
    const answer = await raw(text)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    const id = /^X-Request-Id: (\S+)$/im.exec(answer)?.[1]
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      code: 'validation_error',
      message: expect.any(String),
      details: {},
    })
    expect(zoo.logs).toMatchObject([{ level: 30, requestId: id, status: 400 }])
  })
})

describe('a client that keeps its connection', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  afterEach(() => agent.destroy())

  const send = (method: string, path: string, body = ''): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { Host: 'localhost', 'Content-Length': Buffer.byteLength(body) }
      const sent = request({ agent, port, host: '127.0.0.1', method, path, headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode!))
      })
      sent.on('error', reject).end(body)
    })

  it.each([
    ['POST', '/user', 413, 300_000],
    ['POST', '/user', 413, 8_000_000],
    ['DELETE', '/user/user_none', 404, 200_000],
    ['POST', '/nowhere', 404, 200_000],
    ['PUT', '/user/user_none', 405, 200_000],
    ['GET', '/user', 200, 200_000],
  ] as const)('is served after a body that %s %s does not want: %i', async (method, path, status, length) => {
    for (let time = 0; time < 3; time++) {
      expect(await send(method, path, 'x'.repeat(length))).toBe(status)
      expect(await send('GET', '/system_health')).toBe(200)
    }
  })
})

it('a client that gives up its upload is no error of ours', async () => {
  const socket = connect(port, '127.0.0.1')
  const head = ['POST /user HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', 'Content-Length: 100']
  socket.write([...head, 'Expect: 100-continue', '', ''].join('\r\n'))
  await once(socket, 'data')
  socket.write('{"email":')
  socket.destroy()
  await expect.poll(() => zoo.logs, { timeout: 10_000 }).toMatchObject([{ level: 30, status: 400, path: '/user' }])
})

describe('a stop', () => {
  it('lets go at once of who has said nothing, and after 5 seconds of who stopped in the middle', async () => {
    const silent = connect(port, '127.0.0.1')
    const slow = connect(port, '127.0.0.1')
    slow.write('GET /user HTTP/1.1\r\nHost: local')
    await once(slow, 'connect')
    const begun = performance.now()
    silent.resume()
    slow.resume().on('error', () => undefined)
    const gone = once(silent, 'close').then(() => performance.now() - begun)
    await server.stop()
    expect(await gone).toBeLessThan(1000)
    expect(performance.now() - begun).toBeGreaterThan(4000)
    expect(performance.now() - begun).toBeLessThan(7000)
    server = await listen(0)
  })
})
