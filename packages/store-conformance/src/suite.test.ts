import { describe, expect, it } from 'vitest'
import { gapsOf } from './describe-store.ts'
import type { Harness } from './harness.ts'
import { mutants } from './mutants.ts'
import { runnable } from './run-scenario.ts'
import { scenarios } from './scenarios.ts'

const harness = (reopen: boolean, transactions: boolean, gaps = {}): Harness => ({
  capabilities: { reopen, transactions, currentItems: transactions },
  gaps,
  open: () => Promise.reject(new Error('This harness only counts')),
})

describe('the suite', () => {
  it('names every scenario and every mutant once', () => {
    const names = [...scenarios, ...mutants].map(({ name }) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('has at least 130 scenarios, and 100 for a backend without any capability', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(130)
    expect(runnable(scenarios, harness(false, false)).length).toBeGreaterThanOrEqual(100)
  })

  it('has scenarios of every theme for a backend that reopens', () => {
    const themes = Map.groupBy(runnable(scenarios, harness(true, false)), ({ theme }) => theme)
    expect([...themes.keys()].toSorted()).toEqual([...new Set(scenarios.map(({ theme }) => theme))].toSorted())
    expect(themes.size).toBeGreaterThanOrEqual(17)
  })

  it('shows a refusal where a capability of drivers is missing, and only there', () => {
    const refusals = (transactions: boolean) =>
      runnable(scenarios, harness(false, transactions)).filter(({ lacks }) => lacks === 'transactions')
    expect(refusals(false).length).toBeGreaterThan(0)
    expect(refusals(true)).toEqual([])
  })

  it('cites rules by their numbers', () => {
    for (const { rule } of scenarios) if (rule !== undefined) expect(rule).toMatch(/^\d+\.\d+$/)
  })

  it('takes gaps that name a scenario, and no others', () => {
    const { name } = scenarios[0]!
    expect([...gapsOf(harness(false, false, { [name]: 'reason' }))]).toEqual([[name, 'reason']])
    expect(() => gapsOf(harness(false, false, { 'no such scenario': 'reason' }))).toThrow(/no such scenario/)
    const { name: durable } = scenarios.find(({ needs }) => needs === 'reopen')!
    expect(() => gapsOf(harness(false, false, { [durable]: 'reason' }))).toThrow(TypeError)
  })
})
