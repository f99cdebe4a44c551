import { checkAnswers } from './check-answers.ts'
import { contenders, type ContenderId } from './contenders.ts'
import type { Contender, Place, Session } from './contender.ts'
import { measure, type Measured, type RoundWanted } from './measure.ts'

/** A contender that is open, in this process or in one of its own. */
export interface Runner {
  round(wanted: RoundWanted): Promise<Round>
  close(): Promise<void>
}

export interface Round extends Measured {
  /** How long it then took to finish what it does in the background, in milliseconds. */
  readonly settleMs: number
}

/** Fills a folder with what a contender keeps on disk. */
export async function prepareHere(id: ContenderId, place: Place): Promise<void> {
  const { layout }: Contender = contenders[id]
  await layout?.prepare(place)
}

/** Opens a contender in this process, and makes sure that it does what it is measured for. */
export async function openHere(id: ContenderId, place: Place): Promise<Runner> {
  const contender: Contender = contenders[id]
  const session: Session = await contender.open(place)
  try {
    await checkAnswers(session, place.items)
  } catch (error) {
    await session.close()
    throw error
  }
  await session.settle?.()
  return {
    async round(wanted) {
      const measured = await measure(session, wanted)
      const began = performance.now()
      await session.settle?.()
      return { ...measured, settleMs: performance.now() - began }
    },
    close: () => session.close(),
  }
}
