import { describe, expect, it } from 'vitest'
import { dynoxideAvailable, startDynalite, startDynoxide } from './index.ts'

const servers = { dynalite: startDynalite, ...(dynoxideAvailable() && { dynoxide: startDynoxide }) }

describe.each(Object.entries(servers))('%s', (_name, start) => {
  it('starts, answers and stops', async () => {
    const server = await start()
    expect(server.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await (await fetch(server.endpoint)).text()).toContain('healthy: dynamodb.us-east-1')
    await server.stop()
    await expect(fetch(server.endpoint)).rejects.toThrow('fetch failed')
  })

  it('runs several at once, each on its own port', async () => {
    const [one, two] = await Promise.all([start(), start()])
    expect(one.endpoint).not.toBe(two.endpoint)
    await Promise.all([one.stop(), two.stop()])
  })
})

it('has dynoxide on Linux x64', () => {
  expect(dynoxideAvailable()).toBe(process.platform === 'linux' && process.arch === 'x64')
})
