import { randomInt } from 'node:crypto'
import { describe, it } from 'vitest'
import type { DurabilityLevel } from '../src/directory.ts'
import { anyDamage, cutPower, goOnAfter } from './crash-check.ts'
import { liveAfterDeath, liveThrough } from './crash-history.ts'
import type { Life } from './crash-life.ts'
import type { Damage } from './disk-steps.ts'
import { useOwnTime } from './own-time.ts'
import { isProof, rounds } from './rounds.ts'
import { Seeded } from './seeded.ts'

/** `CRASH_SEED=1234` runs that one history. */
const only = process.env['CRASH_SEED']

/** By then the one that is killed has done everything once. */
const lastDeath = 110

/** Cuts the power after every step of random histories, and now and then once more after that. */
export function describeCrashes(durability: DurabilityLevel, promise: string): void {
  useOwnTime()
  const first = only === undefined ? randomInt(2 ** 30) : Number(only)
  const count = only === undefined ? rounds(2000) : 1
  describe(`power cut after every step, durability '${durability}'`, () => {
    it(`opens to ${promise}, in histories ${first} to ${first + count - 1}`, { timeout: 3_600_000 }, async () => {
      for (let seed = first; seed < first + count; seed++) {
        try {
          await cutEverywhere(await liveThrough(seed, durability), seed)
        } catch (error) {
          throw new Error(`${(error as Error).message}\nCRASH_SEED=${seed} does it again`, { cause: error })
        }
      }
    })

    it('does so too where a process had been killed, and another had gone on', { timeout: 3_600_000 }, async () => {
      const every = isProof ? 1 : 10
      for (let death = 1 + randomInt(every); death < lastDeath; death += every) {
        try {
          await cutEverywhere(await liveAfterDeath(death, durability), death)
        } catch (error) {
          throw new Error(`killed at step ${death}, ${(error as Error).message}`, { cause: error })
        }
      }
    })
  })
}

async function cutEverywhere(life: Life, seed: number): Promise<void> {
  for (let cut = 0; cut <= life.disk.steps.length; cut++) {
    const random = new Seeded(seed * 1000 + cut)
    const damage = anyDamage(random)
    await telling(life, cut, damage, async () => {
      if (random.chance(0.9)) return cutPower(life, cut, damage)
      const next = await goOnAfter(life, cut, damage)
      const again = random.below(next.disk.steps.length + 1)
      const more = anyDamage(random)
      await telling(next, again, more, () => cutPower(next, again, more))
    })
  }
}

/** Says where the power was cut, and how. */
async function telling(life: Life, cut: number, damage: Damage, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    const { contents, names } = damage
    const step = life.disk.steps[cut - 1]
    const where = `cut after step ${cut} of ${life.disk.steps.length} (${step?.kind} ${step?.path})`
    throw new Error(`${where}, contents ${contents}, names ${names}: ${(error as Error).message}`, { cause: error })
  }
}
