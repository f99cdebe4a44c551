import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ready, type Run, run as runApi } from '../test/run-api.ts'

let folder: string
let runs: Run[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cmz-api-'))
  runs = []
})
afterEach(async () => {
  for (const each of runs) await each[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

function run(environment: Record<string, string | undefined>, args: readonly string[] = []): Run {
  const started = runApi({ FILE_PERSISTENCE_DIR: join(folder, 'data'), ...environment }, args)
  runs.push(started)
  return started
}

async function start(environment: Record<string, string> = {}): Promise<Run & { readonly url: string }> {
  const started = run(environment)
  return { ...started, url: await ready(started) }
}

async function send(url: string, method: string, body?: object): Promise<Response> {
  return fetch(url, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  })
}

describe('a start in file mode', () => {
  it('prints one line, serves the dataset, keeps what is created, and stops with 0', async () => {
    const { url, output, child, ended } = await start()
    const data = join(folder, 'data')
    expect(output.stdout).toBe(`CMZ API on ${url}, mode file, folder ${data}, this machine only (no sign-in yet)\n`)
    const { total } = (await (await fetch(`${url}/user`)).json()) as { total: number }
    expect(total).toBeGreaterThanOrEqual(10)
    const created = await send(`${url}/user`, 'POST', { email: 'new@example.com', displayName: 'New' })
    expect(created.status).toBe(201)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(output.stdout.split('\n')).toHaveLength(2)
    for (const line of output.stderr.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg')
    const { userId } = (await created.json()) as { userId: string }
    expect(readFileSync(join(data, 'quest-dev-user.json'), 'utf8')).toContain(`"userId":"${userId}"`)

    const again = await start()
    expect(await (await fetch(`${again.url}/user/${userId}`)).json()).toMatchObject({ email: 'new@example.com' })
    again.child.kill('SIGINT')
    expect(await again.ended).toBe(0)
  })

  it('keeps acknowledged writes through kill -9', async () => {
    const { url, child, ended } = await start()
    const users = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const answer = await send(`${url}/user`, 'POST', { email: `u${index}@example.com`, userId: `user_${index}` })
        return answer.status
      }),
    )
    child.kill('SIGKILL')
    await ended
    expect(users).toEqual(Array(20).fill(201))
    const again = await start()
    for (let index = 0; index < 20; index++) {
      expect((await fetch(`${again.url}/user/user_${index}`)).status).toBe(200)
    }
  })
})

it('shares its folder with another one: each sees at once what the other wrote', async () => {
  const [first, second] = [await start(), await start()]
  for (const [here, there, userId] of [
    [first, second, 'user_1'],
    [second, first, 'user_2'],
  ] as const) {
    expect((await send(`${here.url}/user`, 'POST', { email: `${userId}@example.com`, userId })).status).toBe(201)
    expect(await (await fetch(`${there.url}/user/${userId}`)).json()).toMatchObject({ userId })
  }
})

it('runs on memory and says so', async () => {
  const { url, output } = await start({ PERSISTENCE_MODE: 'memory' })
  expect(output.stdout).toBe(`CMZ API on ${url}, mode memory, this machine only (no sign-in yet)\n`)
  expect(await (await fetch(`${url}/system_health`)).json()).toMatchObject({ status: 'ok', mode: 'memory' })
})

describe('a start that cannot be', () => {
  /** Runs to its end and gives the only line of stderr. */
  async function refusal(environment: Record<string, string>, args: readonly string[] = []): Promise<string> {
    const { ended, output } = run(environment, args)
    expect(await ended).toBe(1)
    expect(output.stdout).toBe('')
    expect(output.stderr).toMatch(/^CMZ API cannot start: .+\n$/)
    return output.stderr
  }

  it.each([
    [/PERSISTENCE_MODE is "fil"/, { PERSISTENCE_MODE: 'fil' }],
    [/PORT is "80a"/, { PORT: '80a' }],
    [/LOG_LEVEL is "loud"/, { LOG_LEVEL: 'loud' }],
    [/NODE_ENV/, { NODE_ENV: 'production' }],
    [/region/i, { PERSISTENCE_MODE: 'dynamo', AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' }],
    [
      /credentials/i,
      { PERSISTENCE_MODE: 'dynamo', AWS_REGION: 'us-west-2', AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' },
    ],
    [/Table name/, { USER_DYNAMO_TABLE_NAME: 'a b' }],
  ])('says %s', async (message, environment) => {
    expect(await refusal(environment)).toMatch(message)
    expect(readdirSync(folder)).toEqual([])
  })

  it('says what option it does not know', async () => {
    expect(await refusal({}, ['--verbose'])).toMatch(/--verbose/)
  })

  it('says that the folder is none', async () => {
    writeFileSync(join(folder, 'data'), 'a file')
    expect(await refusal({})).toContain(join(folder, 'data'))
    expect(readFileSync(join(folder, 'data'), 'utf8')).toBe('a file')
  })

  it('names the corrupt file, the line and the column, and leaves the file', async () => {
    const { child, ended } = await start()
    child.kill('SIGTERM')
    await ended
    const file = join(folder, 'data/quest-dev-user.json')
    writeFileSync(file, '[\n{"userId":"user_a",\n]\n')
    expect(await refusal({})).toMatch(/quest-dev-user\.json:\d+:\d+/)
    expect(readFileSync(file, 'utf8')).toBe('[\n{"userId":"user_a",\n]\n')
  })

  it('names the taken port, and makes no folder', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    expect(await refusal({ PORT: String(port) })).toContain(`Port ${port} of 127.0.0.1 is taken`)
    other.close()
    expect(readdirSync(folder)).toEqual([])
  })
})
