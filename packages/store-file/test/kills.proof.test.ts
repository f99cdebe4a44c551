import { randomInt } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as moment } from 'node:timers/promises'
import type { Driver } from '@cmz/store-core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type DurabilityLevel, fileDriver, type FileDriverOptions } from '../src/index.ts'
import { ChildProgram } from './child-program.ts'
import { laneTables, lastStep, takeStep } from './lanes.ts'
import { rounds } from './rounds.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What was acknowledged, by lane. */
class Acknowledged {
  readonly steps = new Map<string, number>()
  heard = 0
  #onHeard: (() => void) | undefined

  readonly hear = (line: string): void => {
    const [lane, step] = line.split(' ')
    this.steps.set(lane!, Number(step))
    this.heard++
    this.#onHeard?.()
  }

  /** Resolves when the next one is heard. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => (this.#onHeard = resolve))
  }

  /** Nothing acknowledged is lost, and nothing is there but that and the one step that was under way in each lane. */
  async check(driver: Driver, lanes: readonly string[], round: string): Promise<void> {
    for (const lane of lanes) {
      const acknowledged = this.steps.get(lane) ?? 0
      const found = await lastStep(driver, lane)
      expect([acknowledged, acknowledged + 1], `lane ${lane}, ${round}`).toContain(found)
      this.steps.set(lane, found)
    }
  }

  /** Writes at once: whoever died holds up nobody. */
  async goOn(driver: Driver, lanes: readonly string[]): Promise<void> {
    for (const lane of lanes) {
      const step = (this.steps.get(lane) ?? 0) + 1
      await takeStep(driver, lane, step)
      this.steps.set(lane, step)
    }
  }
}

let warnings: string[] = []

beforeEach(() => {
  warnings = []
})

async function open(options: FileDriverOptions): Promise<Driver> {
  const driver = await fileDriver({ ...options, warn: (message) => warnings.push(message) })
  onTestFinished(() => driver.close().catch(() => undefined))
  await driver.ensureTable(...laneTables)
  return driver
}

function oneOf<T>(...choices: readonly T[]): T {
  return choices[randomInt(choices.length)]!
}

/** Kills it in the middle of whatever it does then: while it opens the folder, or while it writes. */
async function killSoon(child: ChildProgram, walked: Promise<void>, acknowledged: Acknowledged): Promise<void> {
  if (oneOf(true, true, true, false)) await Promise.race([acknowledged.next(), walked])
  await moment(randomInt(150))
  await child.kill()
}

const durability = (): DurabilityLevel => oneOf('process', 'process', 'process', 'disk')
const foldBytes = (): number | undefined => oneOf(undefined, 300, 3_000, 30_000)
const padding = (): number => oneOf(0, 0, 0, 100_000)

describe('kill -9 at a random moment', { timeout: 900_000 }, () => {
  it('loses no acknowledged write, leaves no transaction half there and no lock behind', async () => {
    const dir = await temporaryFolder()
    const lanes = ['a', 'b', 'c', 'd']
    const acknowledged = new Acknowledged()
    let next = ChildProgram.start(acknowledged.hear)
    let driver: Driver | undefined
    for (let round = 1; round <= rounds(300); round++) {
      const child = await next
      next = ChildProgram.start(acknowledged.hear) // it is ready by the time it is needed
      const options = { dir, foldBytes: foldBytes(), durability: durability() }
      const size = padding()
      const name = `round ${round}, ${JSON.stringify({ ...options, size })}, ${driver ? 'watched' : 'alone'}`
      const walked = expect(child.ask('walk', options, lanes, size), name).rejects.toThrow('is gone')
      await killSoon(child, walked, acknowledged)
      await walked
      expect(child.stderr, name).toBe('')
      // whoever has the folder alone finds no lock; whoever was there all the time follows
      const sharing = oneOf('exclusive', 'shared')
      driver ??= await open({ ...options, sharing })
      await acknowledged.check(driver, lanes, name)
      await acknowledged.goOn(driver, lanes)
      if (sharing === 'exclusive' || oneOf(true, false)) {
        await driver.close()
        driver = undefined
      }
    }
    await driver?.close()
    await (await next).leave()
    expect(acknowledged.heard).toBeGreaterThan(2 * rounds(300)) // they were under load
    await nothingAmiss(dir)
  })

  it('leaves a new folder that can be used', async () => {
    let next = ChildProgram.start()
    for (let round = 1; round <= rounds(100); round++) {
      const dir = await temporaryFolder()
      const acknowledged = new Acknowledged()
      const child = await next
      next = ChildProgram.start()
      child.onLine = acknowledged.hear
      const options = { dir, foldBytes: foldBytes(), durability: durability() }
      const walked = expect(child.ask('walk', options, ['a'], 0), `round ${round}`).rejects.toThrow('is gone')
      await moment(randomInt(40))
      await child.kill()
      await walked
      const driver = await open({ ...options, sharing: 'exclusive' })
      await acknowledged.check(driver, ['a'], `round ${round}, ${JSON.stringify(options)}`)
      await acknowledged.goOn(driver, ['a'])
      await driver.close()
      await nothingAmiss(dir)
    }
    await (await next).leave()
  })

  it('of one of several does not hold up the others', async () => {
    const dir = await temporaryFolder()
    const acknowledged = new Acknowledged()
    const driver = await open({ dir })
    const start = async (lane: string) => {
      const child = await ChildProgram.start(acknowledged.hear)
      const walked = expect(child.ask('walk', { dir, foldBytes: foldBytes() }, [lane], padding())).rejects.toThrow(
        'gone',
      )
      return { lane, child, walked }
    }
    const walking = await Promise.all(['a', 'b', 'c'].map(start))
    for (let round = 1; round <= rounds(60); round++) {
      const [{ lane, child, walked }] = walking.splice(randomInt(walking.length), 1) as [(typeof walking)[number]]
      await killSoon(child, walked, acknowledged)
      await walked
      expect(child.stderr).toBe('')
      await acknowledged.check(driver, [lane], `round ${round}`)
      for (const other of walking) {
        const before = acknowledged.steps.get(other.lane) ?? 0
        while ((acknowledged.steps.get(other.lane) ?? 0) < before + 3)
          await Promise.race([acknowledged.next(), other.walked])
      }
      walking.push(await start(lane))
    }
    for (const { child, walked } of walking) {
      await child.kill()
      await walked
    }
    await acknowledged.check(driver, ['a', 'b', 'c'], 'at the end')
    await driver.close()
    await nothingAmiss(dir)
  })
})

/** Nobody took what the store itself did for an edit by a person, or had anything else to complain of. */
async function nothingAmiss(dir: string): Promise<void> {
  expect(warnings).toEqual([])
  const names = await readdir(join(dir, '.store'))
  expect(names).not.toContain('conflicts')
  expect(names).not.toContain('lost')
}
