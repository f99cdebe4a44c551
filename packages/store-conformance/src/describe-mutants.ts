import { afterAll, describe, expect, it } from 'vitest'
import type { Harness, Session } from './harness.ts'
import { type Mutant, mutants } from './mutants.ts'
import { runnable, runScenario } from './run-scenario.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

/**
 * Declares that the suite tells a driver that keeps its rules from each one that breaks them. A slow backend may run
 * only the mutants that no other one can.
 */
export function describeMutants(harness: Harness, chosen: (mutant: Mutant) => boolean = () => true): void {
  const { capabilities } = harness
  describe('mutants', () => {
    const report: string[] = []
    afterAll(() => console.info(report.join('\n')))
    it('a driver without a mistake passes the whole suite', async () => {
      expect(await failures(harness)).toEqual([])
    })
    for (const mutant of mutants.filter(chosen).filter(({ needs }) => needs === undefined || capabilities[needs])) {
      it(`is caught: ${mutant.name}`, async () => {
        const caught = await failures(mutated(harness, mutant))
        report.push(`${mutant.name}: ${caught.length} scenarios fail, the first is "${caught[0]?.name}"`)
        expect(caught, 'scenarios that fail').not.toHaveLength(0)
      })
    }
  })
}

/** The scenarios that a backend fails, known gaps apart. */
async function failures(harness: Harness): Promise<readonly Scenario[]> {
  const failed: Scenario[] = []
  for (const scenario of runnable(scenarios, harness)) {
    if (harness.gaps !== undefined && Object.hasOwn(harness.gaps, scenario.name)) continue
    await runScenario(scenario, harness).catch(() => failed.push(scenario))
  }
  return failed
}

/** The same backend, its drivers with a mistake. */
function mutated(harness: Harness, { wrap }: Mutant): Harness {
  return {
    ...harness,
    async open(): Promise<Session> {
      const session = await harness.open()
      return { driver: async () => wrap(await session.driver()), end: () => session.end() }
    },
  }
}
