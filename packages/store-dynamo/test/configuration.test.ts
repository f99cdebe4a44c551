import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ConfigurationException } from '@cmz/store-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '../src/client.ts'
import { dynamoDriver } from '../src/index.ts'

interface Ended {
  readonly code: number | null
  readonly seconds: number
  readonly output: string
}

/** Opens a driver in a process of its own, which knows these variables and no configuration files. */
async function open(variables: Readonly<Record<string, string>>): Promise<Ended> {
  const start = performance.now()
  const script = `import { dynamoDriver } from './src/index.ts'; await (await dynamoDriver()).close(); console.log('open')`
  const child = spawn(process.execPath, ['--conditions=@cmz/source', '--input-type=module', '-e', script], {
    cwd: new URL('..', import.meta.url),
    env: {
      PATH: process.env['PATH'],
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ])
  return { code, seconds: (performance.now() - start) / 1000, output: out + errors }
}

const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }

describe('opening', () => {
  it('takes region and credentials from the environment', async () => {
    expect(await open({ ...keys, AWS_REGION: 'eu-west-1' })).toMatchObject({ code: 0, output: 'open\n' })
  })

  it.each<[string, Record<string, string>, string]>([
    ['a region', keys, 'no region (Region is missing): set AWS_REGION'],
    [
      'credentials',
      { AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true' },
      'no credentials (Could not load credentials from any providers): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    ],
  ])('without %s says what to set, within 5 seconds', async (_what, variables, message) => {
    const { code, seconds, output } = await open(variables)
    expect(code).toBe(1)
    expect(output).toContain(`ConfigurationException: DynamoDB cannot be used: ${message}`)
    expect(seconds).toBeLessThan(5)
  })

  it('ends in time although the metadata service is silent', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const { code, seconds, output } = await open({ AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` })
    silent.close()
    expect(code).toBe(1)
    expect(output).toContain('no region')
    expect(output).toContain('no credentials')
    expect(seconds).toBeLessThan(5)
  })
})

describe('the time limit', () => {
  afterEach(() => void vi.useRealTimers())

  it('is three seconds for a source of credentials that never answers', async () => {
    vi.useFakeTimers()
    const client = new DynamoDBClient({ region: 'eu-west-1', credentials: () => new Promise(() => undefined) })
    const opening = expect(dynamoDriver({ client })).rejects.toThrow('no credentials (none found within 3 seconds)')
    await vi.advanceTimersByTimeAsync(3000)
    await opening
  })
})

describe('createClient', () => {
  const environment = { ...keys, AWS_REGION: 'eu-west-1', DYNAMODB_ENDPOINT_URL: 'http://127.0.0.1:8000' }

  it('reads the environment it is given', async () => {
    const { config } = createClient({ environment: { ...environment, AWS_SESSION_TOKEN: 'token' } })
    expect(await config.region()).toBe('eu-west-1')
    expect(await config.credentials()).toMatchObject({ accessKeyId: 'local', sessionToken: 'token' })
    expect(await config.endpoint!()).toMatchObject({ hostname: '127.0.0.1', port: 8000 })
  })

  it('prefers options', async () => {
    const credentials = { accessKeyId: 'mine', secretAccessKey: 'mine' }
    const { config } = createClient({ environment, region: 'us-east-1', endpoint: 'https://localhost:1', credentials })
    expect(await config.region()).toBe('us-east-1')
    expect(await config.credentials()).toMatchObject({ accessKeyId: 'mine' })
    expect(await config.endpoint!()).toMatchObject({ protocol: 'https:', hostname: 'localhost' })
  })

  it('takes an empty variable for a missing one', async () => {
    const { config } = createClient({ environment: { ...environment, DYNAMODB_ENDPOINT_URL: '' } })
    expect(config.endpoint).toBeUndefined()
  })

  it.each(['localhost:8000', 'nonsense', 'ftp://host'])('refuses %s as an endpoint', (endpoint) => {
    expect(() => createClient({ environment, endpoint })).toThrow(ConfigurationException)
    expect(() => createClient({ environment, endpoint })).toThrow('set DYNAMODB_ENDPOINT_URL')
  })
})
