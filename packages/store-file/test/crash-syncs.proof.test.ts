import { describe, expect, it, vi } from 'vitest'
import { callSite } from './call-site.ts'
import { anyDamage, cutPower, goOnAfter } from './crash-check.ts'
import { liveAfterDeath, liveThrough } from './crash-history.ts'
import type { Life } from './crash-life.ts'
import { newDisk, openStore, tables } from './crash-store.ts'
import type { Step } from './disk-steps.ts'
import { ForgetfulDisk } from './forgetful-disk.ts'
import { useOwnTime } from './own-time.ts'
import { Seeded } from './seeded.ts'
import { sourceSyncs } from './source-syncs.ts'

vi.mock('node:timers/promises', () => import('./turns.ts'))
useOwnTime()

/** Lives in which every sync of the code happens, and matters. */
async function manyLives(): Promise<readonly Life[]> {
  const lives: Life[] = []
  for (const durability of ['disk', 'process'] as const) {
    for (let seed = 0; seed < 10; seed++) {
      const random = new Seeded(seed)
      const life = await liveThrough(seed, durability, callSite)
      lives.push(life)
      for (let time = 0; time < 5; time++) {
        const cut = random.below(life.disk.steps.length + 1)
        // what has holes is put aside
        lives.push(await goOnAfter(life, cut, { contents: 'holes', names: 'kept', random }, callSite))
      }
    }
    for (let step = 1; step < 60; step++) lives.push(await liveAfterDeath(step, durability, callSite))
  }
  return lives
}

/** Where a step syncs; `undefined` for any other step. */
function siteOf(step: Step): string | undefined {
  return step.kind === 'sync' || step.kind === 'sync directory' ? step.site : undefined
}

/** Where something is lost it is lost for a while: not every step needs to be looked at first. */
const stride = 7

/** True if something goes wrong when the syncs of one place are left out. */
async function isNeeded(site: string, lives: readonly Life[]): Promise<boolean> {
  for (let offset = 1; offset <= stride; offset++) {
    for (const [index, life] of lives.entries()) {
      const { steps } = life.disk
      const first = steps.findIndex((step) => siteOf(step) === site)
      if (first === -1) continue
      for (let cut = first + offset; cut <= steps.length; cut += stride) {
        const random = (): Seeded => new Seeded(index * 1000 + cut)
        try {
          await cutPower(life, cut, anyDamage(random(), site))
        } catch {
          await cutPower(life, cut, anyDamage(random())) // with it nothing is wrong
          return true
        }
      }
    }
  }
  return false
}

/** A fold of lines that nobody synced: where it syncs them first, and how many it syncs while it keeps others waiting. */
async function foldAlone(): Promise<{ readonly first: string; readonly meanwhile: (without?: string) => number }> {
  const disk = ForgetfulDisk.start(newDisk, new Seeded(0), callSite)
  const { driver } = await openStore({ disk, durability: 'process', warn: expect.unreachable })
  const [table] = tables
  await driver.ensureTable(table!)
  for (const id of ['a', 'b', 'c']) await driver.write({ kind: 'put', table: table!, item: { id } })
  const begun = disk.steps.length
  await driver.fold!()
  await driver.close()
  const { steps } = disk
  const first = siteOf(steps[begun]!)!
  const sealed = steps.findIndex((step) => step.kind === 'write' && step.bytes.includes('"seal"'))
  return {
    first,
    meanwhile(without) {
      const synced = steps.findLastIndex(
        (step, index) => index < sealed && step.kind === 'sync' && step.site !== without,
      )
      return steps
        .slice(synced + 1, sealed + 1)
        .filter(({ kind, path }) => kind === 'write' && path.includes('journal')).length
    },
  }
}

describe('syncs', () => {
  it('are all needed', { timeout: 3_600_000 }, async () => {
    const lives = await manyLives()
    const sites = new Set(lives.flatMap(({ disk }) => disk.steps.flatMap((step) => siteOf(step) ?? [])))
    const known = new Set([...sites].flatMap((site) => site.split(' for ')))
    expect(
      sourceSyncs().filter((each) => !known.has(each)),
      'never called',
    ).toEqual([])

    sites.delete((await foldAlone()).first)
    const unneeded: string[] = []
    for (const site of sites) if (!(await isNeeded(site, lives))) unneeded.push(site)
    expect(unneeded, 'without it nothing is lost').toEqual([])
  })

  it('come before others have to wait for them, where that is possible', async () => {
    const { first, meanwhile } = await foldAlone()
    expect(meanwhile()).toBe(1)
    expect(meanwhile(first)).toBeGreaterThan(3)
  })
})
