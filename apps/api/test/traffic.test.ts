import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cmzTables } from '@cmz/cmz-tables'
import { openDatabase } from '@cmz/store'
import { expect, it } from 'vitest'
import { faultsOf } from './faults.ts'
import { openApp } from './open-app.ts'
import { ready, run } from './run-api.ts'
import { type Send, traffic } from './traffic.ts'

it('leaves every rule whole where two APIs work on one database', async () => {
  await using database = await openDatabase({ mode: 'memory' })
  const apis = [await openApp(database), await openApp(database)]
  expectSound(
    await traffic(
      apis.map(({ call }) => call),
      30,
    ),
  )
  expect(await faultsOf(database, cmzTables({}))).toEqual([])
})

it('leaves every rule whole where two processes work on one folder, which begins with a dataset', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cmz-traffic-'))
  try {
    const dir = join(folder, 'data')
    await using first = run({ FILE_PERSISTENCE_DIR: dir, LOG_LEVEL: 'warn' })
    await using second = run({ FILE_PERSISTENCE_DIR: dir, LOG_LEVEL: 'warn' })
    const urls = await Promise.all([first, second].map(ready))
    expectSound(await traffic(urls.map(sendTo), 15))
    for (const { child, ended } of [first, second]) {
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
    }
    await using database = await openDatabase({ mode: 'file', dir })
    expect(await faultsOf(database, cmzTables({}))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function sendTo(url: string): Send {
  return async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
    const text = await answer.text()
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
  }
}

/** Every kind of request was done at times, and none failed for a reason of ours. */
function expectSound(answered: ReadonlyMap<string, number>): void {
  const kinds = [...answered.keys()]
  const done = kinds.filter((kind) => / 20[014]$/.test(kind)).map((kind) => kind.slice(0, -4))
  expect(new Set(done)).toEqual(new Set(kinds.map((kind) => kind.slice(0, -4))))
  expect(kinds.filter((kind) => / 5\d\d$/.test(kind))).toEqual([])
}
