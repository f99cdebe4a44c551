import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { defineTable, openDatabase } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'userId', idPrefix: 'user' })

async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'cmz-store-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

/** Runs a program against the store in a process of its own. */
function run(program: string, environment: Record<string, string>) {
  const { PATH } = process.env
  return spawnSync(process.execPath, ['--conditions=@cmz/source', '--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: { ...(PATH !== undefined && { PATH }), ...environment },
    timeout: 10_000,
  })
}

describe('openDatabase', () => {
  it('opens memory and files alike', async () => {
    const dir = await temporaryFolder()
    for (const options of [{ mode: 'memory' }, { mode: 'file', dir }] as const) {
      await using database = await openDatabase({
        ...options,
        now: () => new Date(0),
        newId: (prefix) => `${prefix}_1`,
      })
      expect(await database.store(table).create({ name: 'Ada' })).toMatchObject({
        userId: 'user_1',
        name: 'Ada',
        created: { at: '1970-01-01T00:00:00.000Z', by: { userId: 'system' } },
      })
    }
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toContain('"userId":"user_1"')
  })

  it('says within 5 seconds what to set where region or credentials are missing', () => {
    const program = `
      import { openDatabase } from './index.ts'
      await openDatabase().catch((error) => console.log(error.name, error.message))`
    const began = Date.now()
    const home = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' }
    expect(run(program, home).stdout).toMatch(/^ConfigurationException .*AWS_REGION/)
    expect(run(program, { ...home, AWS_REGION: 'eu-west-1' }).stdout).toMatch(
      /^ConfigurationException .*AWS_ACCESS_KEY_ID/,
    )
    expect(Date.now() - began).toBeLessThan(10_000)
  })
})

describe('getStore', () => {
  it('works from the environment alone, and file mode never loads the AWS SDK', async () => {
    const dir = await temporaryFolder()
    const program = `
      import { registerHooks } from 'node:module'
      registerHooks({ resolve(name, context, next) {
        if (name.startsWith('@aws-sdk') || name.includes('store-dynamo')) throw new Error('loaded ' + name)
        return next(name, context)
      } })
      const { defaultDatabase, getStore } = await import('./index.ts')
      const users = getStore('quest-dev-user', 'userId')
      await users.create({ userId: 'a', role: 'parent' })
      console.log(JSON.stringify((await getStore('quest-dev-user', 'userId').get('a')).role))
      await defaultDatabase().close()`
    const { stdout, stderr } = run(program, { PERSISTENCE_MODE: 'file', FILE_PERSISTENCE_DIR: dir })
    expect([stdout.trim(), stderr]).toEqual(['"parent"', ''])
    expect(await readFile(join(dir, 'quest-dev-user.json'), 'utf8')).toContain('"role":"parent"')
  })
})
