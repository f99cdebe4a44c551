import type { DurabilityLevel } from '../src/directory.ts'
import { Process } from './crash-history.ts'
import { Life } from './crash-life.ts'
import { textOf } from './crash-model.ts'
import { folder, type OpenedStore, openStore, readStore } from './crash-store.ts'
import { allContents, allNames, type Damage } from './disk-steps.ts'
import type { ForgetfulDisk } from './forgetful-disk.ts'
import { isDeath } from './machine.ts'
import type { Seeded } from './seeded.ts'

/** Any damage. */
export function anyDamage(random: Seeded, without?: string): Damage {
  return { contents: random.pick(allContents), names: random.pick(allNames), random, without }
}

/** Cuts the power after so many steps of a life, and opens the folder again. It throws what it finds wrong. */
export async function cutPower(life: Life, cut: number, damage: Damage): Promise<void> {
  const { store, next } = await openAfter(life, cut, damage)
  await store.driver.close()
  const files = next.disk.list(folder).flatMap((name) => /^(.*)\.json$/.exec(name)?.[1] ?? [])
  const strange = files.filter((name) => !next.start.has(name))
  if (strange.length > 0) throw new Error(`files without a table: ${strange.join()}`)
}

/** The same; then works with the folder, and closes it. This is the next life. `site` names the line of code that syncs. */
export async function goOnAfter(life: Life, cut: number, damage: Damage, site?: () => string): Promise<Life> {
  const { store, next } = await openAfter(life, cut, damage, site)
  await new Process(next, damage.random, 0).goOn(store)
  await cutPower(next, next.disk.steps.length, { ...damage, contents: 'kept', names: 'kept' })
  return next
}

async function openAfter(
  life: Life,
  cut: number,
  damage: Damage,
  site?: () => string,
): Promise<{ readonly store: OpenedStore; readonly next: Life }> {
  const { durability } = life
  const disk = life.disk.restart(cut, damage, site)
  const warnings: string[] = []
  if (damage.random.chance(0.1)) await openAndDie(disk, durability, damage.random)
  const store = await openStore({ disk, durability, warn: (text) => warnings.push(text) })
  try {
    const found = await readStore(store)
    const allowed = life.allowed(cut, damage.without)
    if (!allowed.includes(textOf(found))) {
      throw new Error(`found:\n${textOf(found)}\ninstead of:\n${allowed.join('\nor:\n')}`)
    }
    const lost = disk.below(`${folder}/.store/lost`)
    checkKeepsakes(life, damage, disk, lost, warnings)
    return { store, next: new Life(disk, durability, found, lost) }
  } catch (error) {
    await store.driver.close()
    throw error
  }
}

/** Another process comes first, and is killed while it opens or closes the folder. */
async function openAndDie(machine: ForgetfulDisk, durability: DurabilityLevel, random: Seeded): Promise<void> {
  const disk = machine.anotherProcess(1)
  disk.dieAt(1 + random.below(20))
  try {
    const { driver } = await openStore({ disk, durability, warn: () => undefined })
    await driver.close()
  } catch (error) {
    if (!isDeath(error)) throw error
  }
}

const lostWarning = /^The end of journal-\d+ was damaged by a power cut before it was synced/

/** Nothing is put aside but the end of a journal, of which something in the middle was not written yet. */
function checkKeepsakes(
  life: Life,
  { contents }: Damage,
  disk: ForgetfulDisk,
  lost: readonly string[],
  warnings: readonly string[],
): void {
  const gone = life.lost.filter((text) => !lost.includes(text))
  if (gone.length > 0) throw new Error(`what was put aside is gone: ${gone.join()}`)
  const conflicts = disk.below(`${folder}/.store/conflicts`)
  if (conflicts.length > 0) throw new Error(`conflicts with nobody: ${conflicts.join()}`)
  // with `disk` nobody was told that these lines last
  const mayLose = life.durability === 'process' || ['holes', 'mixed'].includes(contents) || life.lost.length > 0
  if (warnings.some((text) => !mayLose || !lostWarning.test(text))) throw new Error(`warned: ${warnings.join('; ')}`)
}
