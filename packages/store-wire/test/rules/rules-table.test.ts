import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listRules, rulesTable } from './rules-table.ts'

test('every rule is held by a test or not shown for a reason, never both', async () => {
  const { rules, unknown } = await listRules()
  expect(unknown).toEqual([])
  const numbers = (found: typeof rules) => found.map(({ number }) => number)
  expect(numbers(rules.filter(({ tests, reasons }) => tests.length + reasons.length === 0))).toEqual([])
  expect(numbers(rules.filter(({ tests, reasons }) => tests.length > 0 && reasons.length > 0))).toEqual([])
  expect(numbers(rules.filter(({ reasons }) => reasons.length > 1))).toEqual([])
})

test('docs/wire-rules.md is what tooling/scripts/wire-rules.ts writes', async () => {
  const docs = join(import.meta.dirname, '../../../../docs/wire-rules.md')
  expect(await readFile(docs, 'utf8')).toBe(await rulesTable())
})
