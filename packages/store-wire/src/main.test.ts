import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { headersFor, post, send } from '../test/http.ts'
import { readArguments } from './arguments.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wire-main-'))
})
afterAll(() => rm(folder, { recursive: true }))

const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

interface Program {
  readonly child: ChildProcess
  /** The first line on stdout. */
  readonly line: Promise<string>
  readonly end: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
}

function run(...args: readonly string[]): Program {
  const main = join(import.meta.dirname, 'main.ts')
  const child = spawn(process.execPath, ['--conditions=@cmz/source', main, ...args])
  children.push(child)
  let [stdout, stderr] = ['', '']
  const line = new Promise<string>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      stdout += text.toString()
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')))
    })
  })
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
  const end = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return { child, line, end }
}

test.each(['SIGINT', 'SIGTERM'] as const)('it tells where it is ready, answers, and stops on %s', async (signal) => {
  const dir = join(folder, `data-${signal}`)
  const { child, line, end } = run('--dir', dir, '--port', '0')
  const ready = await line
  expect(ready).toMatch(/^Ready at http:\/\/127\.0\.0\.1:\d+$/)
  const url = ready.slice('Ready at '.length)
  expect((await send(url, { method: 'GET' })).status).toBe(200)
  const missing = await post(
    url,
    'GetItem',
    { TableName: 'none', Key: { id: { S: 'a' } } },
    { 'x-store-fault': 'throttle' },
  )
  expect(missing.body['__type']).toContain('#ResourceNotFoundException')
  child.kill(signal)
  expect(await end).toEqual({ code: 0, stdout: `${ready}\n`, stderr: '' })
})

test('faults, hosts and pages are let in where they are asked for', async () => {
  const { line } = run('--memory', '--port=0', '--faults', '--allow-host', 'db.test', '--allow-origin', '*')
  const url = (await line).slice('Ready at '.length)
  const headers = { host: 'db.test', origin: 'https://app.test', 'x-store-fault': 'InternalServerError' }
  expect((await post(url, 'GetItem', {}, headers)).status).toBe(500)
})

test('a call that waits keeps nothing alive', async () => {
  const { child, line, end } = run('--memory', '--port=0', '--faults')
  const url = (await line).slice('Ready at '.length)
  const headers = { ...headersFor('ListTables'), 'x-store-fault': 'latency=999999999' }
  let dropped = (): void => {}
  const waiting = send(url, { method: 'POST', headers, body: '{}' }, (request) => (dropped = () => request.destroy()))
  waiting.catch(() => {})
  expect((await post(url, 'ListTables', {})).status).toBe(200)
  dropped()
  child.kill('SIGTERM')
  expect(await end).toMatchObject({ code: 0, stderr: '' })
})

test('a port in use, or a folder that cannot be used, is told in one line', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = String((server.address() as AddressInfo).port)
  const used = await run('--memory', '--port', port).end
  server.close()
  expect(used).toMatchObject({ code: 1, stdout: '' })
  expect(used.stderr).toMatch(/^listen EADDRINUSE.*--port.*\n$/)
  const file = join(folder, 'file')
  await writeFile(file, '')
  const unusable = await run('--dir', file, '--port', '0').end
  expect(unusable).toMatchObject({ code: 1, stdout: '' })
  expect(unusable.stderr).toMatch(new RegExp(`^.*${file}.*\n$`))
})

test('it tells how it is used', async () => {
  const { code, stdout } = await run('--help').end
  expect(code).toBe(0)
  expect(stdout).toContain('--allow-origin')
  expect((await run('--version').end).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  const wrong = await run('--port', '0').end
  expect(wrong).toMatchObject({ code: 2, stdout: '' })
  expect(wrong.stderr).toMatch(/^Give either --dir <folder> or --memory\n\nUsage/)
})

describe('arguments', () => {
  test('are read', () => {
    expect(
      readArguments(['--', '--dir', 'data', '--port', '1', '--durability', 'disk', '--allow-host=a']),
    ).toMatchObject({
      dir: 'data',
      port: 1,
      durability: 'disk',
      faults: false,
      allowHosts: ['a'],
    })
    expect(readArguments(['--memory'])).toMatchObject({ memory: true, port: 8000 })
    expect(readArguments(['--memory'])).not.toHaveProperty('sweepEvery')
    expect(readArguments(['--memory', '--keep-expired'])).toMatchObject({ sweepEvery: false })
  })

  test.each([
    [['--dir', 'a', '--memory'], 'Give either'],
    [['--dir', ''], '--dir: give a folder'],
    [['--memory', '--port', '65536'], '--port: 65536 is none of 0 to 65535'],
    [['--memory', '--port', 'x'], '--port: x is none'],
    [['--memory', '--durability', 'none'], '--durability: none is neither'],
    [['--memory', '--unknown'], "Unknown option '--unknown'"],
    [['--memory', 'more'], "Unexpected argument 'more'"],
  ])('%j are wrong', (args, message) => {
    expect(() => readArguments(args)).toThrow(message)
  })
})
