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

const cited = scenarios.flatMap(({ name, rule }) => (rule === undefined ? [] : { name, rule }))

/** How many rules each section of DynamoDB's behaviour has, from types and numbers (1) to the wire protocol (13). */
const sections = [24, 18, 7, 33, 23, 8, 24, 4, 9, 16, 8, 15, 8]
const rules: ReadonlySet<string> = new Set(
  sections.flatMap((count, section) => Array.from({ length: count }, (_, index) => `${section + 1}.${index + 1}`)),
)

/** Rules of the first ten sections that no call of a store or driver can come to, and why. */
const unseen: readonly (readonly [rules: readonly string[], reason: string])[] = [
  [['1.10', '1.11', '1.12', '1.13', '1.14'], 'how a value is written on the wire; the SDK writes it'],
  [['2.17'], 'files cannot keep names apart by case on every system'],
  [['2.18'], 'definitions have keys of one attribute'],
  [['3.5', '3.7'], 'differs by region, or by what no table here has: no emulator shows it'],
  [['4.1', '4.18', '4.21', '4.22', '4.23', '4.24'], 'the text of expressions; conditions are data'],
  [['4.28', '4.32'], 'the text of expressions, and the parameters before them'],
  [['5.19', '5.22'], 'what the update language here cannot say'],
  [['7.9'], 'a key condition here compares with values only'],
  [['10.2', '10.5', '10.8', '10.11', '10.16'], 'a request that cannot be made here, bills, and faults of a server'],
]

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

  it('cites rules that there are', () => {
    expect(cited.map(({ rule }) => rule).filter((rule) => !rules.has(rule))).toEqual([])
  })

  it('has at least 500 scenarios that hold a rule', () => {
    expect(cited.length).toBeGreaterThanOrEqual(500)
  })

  it('holds every rule of data and of calls that a store or its driver can show', () => {
    const held = new Set(cited.map(({ rule }) => rule))
    const ofCalls = [...rules].filter((rule) => Number.parseInt(rule, 10) <= 10)
    expect(ofCalls.filter((rule) => !held.has(rule))).toEqual(unseen.flatMap(([each]) => each))
  })

  it('takes gaps that name a scenario, and no others', () => {
    const { name } = scenarios[0]!
    expect([...gapsOf(harness(false, false, { [name]: 'reason' }))]).toEqual([[name, 'reason']])
    expect(() => gapsOf(harness(false, false, { 'no such scenario': 'reason' }))).toThrow(/no such scenario/)
    const { name: durable } = scenarios.find(({ needs }) => needs === 'reopen')!
    expect(() => gapsOf(harness(false, false, { [durable]: 'reason' }))).toThrow(TypeError)
  })
})
