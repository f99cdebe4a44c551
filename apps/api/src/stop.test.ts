import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { ready, run } from '../test/run-api.ts'

it('answers the request under way before it stops, and closes its connection', async () => {
  await using api = run({ PERSISTENCE_MODE: 'memory' })
  const { child, output, ended } = api
  const { port } = new URL(await ready(api))
  const body = JSON.stringify({ email: 'slow@example.com', userId: 'user_slow' })
  const socket = connect(Number(port), '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
  const headers = ['Host: localhost', 'Content-Type: application/json', `Content-Length: ${body.length}`]
  socket.write(['POST /user HTTP/1.1', 'Expect: 100-continue', ...headers, '', ''].join('\r\n'))
  // the server asks for the body: so the request is under way
  await once(socket, 'data')
  child.kill('SIGTERM')
  while (!output.stderr.includes('"stopping"')) await once(child.stderr!, 'data')
  socket.write(body)
  expect(await ended).toBe(0)
  expect(answer).toContain('HTTP/1.1 201')
  expect(answer).toMatch(/^Connection: close\r$/im)
})

it('tells clients that keep their connection to go, resets none of them, and is gone soon', async () => {
  await using api = run({ PERSISTENCE_MODE: 'memory', LOG_LEVEL: 'silent' })
  const { child, ended } = api
  const { port } = new URL(await ready(api))
  let signalled = Infinity
  let answered = 0
  const last: string[] = []
  /** Asks again and again over one connection, until it is told to go. */
  const loop = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let end: string | undefined; end === undefined; answered += 1) {
      const sent = performance.now()
      try {
        if ((await get(agent, Number(port))) === 'close') end = 'close'
      } catch (error) {
        // who asks later than this after the signal may find nobody
        end = sent < signalled + 100 ? String(error) : 'late'
      }
      if (end !== undefined) last.push(end)
    }
    agent.destroy()
  }
  const loops = Array.from({ length: 16 }, loop)
  await expect.poll(() => answered, { timeout: 10_000 }).toBeGreaterThan(500)
  signalled = performance.now()
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(performance.now() - signalled).toBeLessThan(2000)
  await Promise.all(loops)
  expect(last).toContain('close')
  expect(last.filter((end) => end !== 'close' && end !== 'late')).toEqual([])
})

/** Gives what the answer says of the connection. */
function get(agent: Agent, port: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, path: '/user' }, (answer) => {
      answer
        .on('error', reject)
        .resume()
        .on('end', () => resolve(answer.headers.connection))
    })
    sent.on('error', reject).end()
  })
}
