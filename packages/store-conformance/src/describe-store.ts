import { describe, it } from 'vitest'
import type { Harness } from './harness.ts'
import { runnable, runScenario } from './run-scenario.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

/** Declares the whole suite for one backend: a test for each scenario that it has the capabilities for. */
export function describeStore(name: string, harness: Harness): void {
  const gaps = gapsOf(harness)
  const { oneOf = 1 } = harness
  const chosen = runnable(scenarios, harness).filter((_, index) => index % oneOf === 0)
  describe(`conformance: ${name}`, () => {
    for (const [theme, own] of Map.groupBy(chosen, (scenario) => scenario.theme)) {
      describe(theme, () => {
        for (const scenario of own) {
          const gap = gaps.get(scenario.name)
          if (gap === undefined) it(titleOf(scenario), () => runScenario(scenario, harness))
          else it.fails(`${titleOf(scenario)} [known gap: ${gap}]`, () => runScenario(scenario, harness))
        }
      })
    }
  })
}

/** The known gaps. A TypeError on one that no scenario of this harness can show: it would hide nothing and rot. */
export function gapsOf(harness: Harness): ReadonlyMap<string, string> {
  const gaps = new Map(Object.entries(harness.gaps ?? {}))
  const known = new Set(runnable(scenarios, harness).map((scenario) => scenario.name))
  const unknown = [...gaps.keys()].filter((name) => !known.has(name))
  if (unknown.length > 0) throw new TypeError(`Gaps that name no scenario of this harness: ${unknown.join('; ')}`)
  return gaps
}

function titleOf({ name, rule }: Scenario): string {
  return rule === undefined ? name : `${name} (rule ${rule})`
}
