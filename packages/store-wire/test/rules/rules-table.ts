import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { notShown } from './not-shown.ts'

/** How many rules each section of DynamoDB's behaviour has, from the ground rules (0) to features of late (16). */
const sections = [
  ['Ground rules', 4],
  ['Types and numbers', 24],
  ['Keys and ordering', 18],
  ['Item size', 7],
  ['Condition and filter expressions', 33],
  ['Update expressions', 23],
  ['Return values', 8],
  ['Reads and queries', 24],
  ['Scans', 4],
  ['Batches', 9],
  ['Transactions', 16],
  ['Time to live', 8],
  ['Tables', 15],
  ['Wire protocol and errors', 8],
  ['Streams', 5],
  ['PartiQL', 6],
  ['Features of late', 3],
] as const

/** A rule, with the tests that hold it or the reason why there is none. */
export interface ListedRule {
  readonly number: string
  readonly tests: readonly string[]
  readonly reasons: readonly string[]
}

/** Every rule that there is, in order, and the numbers that are cited but are no rules. */
export async function listRules(): Promise<{ rules: readonly ListedRule[]; unknown: readonly string[] }> {
  const tests = await readTests()
  const reasons = notShown.flatMap(([numbers, reason]) => numbers.map((number) => ({ number, reason })))
  const rules = sections.flatMap(([, count], section) =>
    Array.from({ length: count }, (_, index): ListedRule => {
      const number = `${section}.${index + 1}`
      return {
        number,
        tests: tests.filter((each) => each.number === number).map(({ says }) => says),
        reasons: reasons.filter((each) => each.number === number).map(({ reason }) => reason),
      }
    }),
  )
  const known = new Set(rules.map(({ number }) => number))
  return { rules, unknown: [...tests, ...reasons].map(({ number }) => number).filter((number) => !known.has(number)) }
}

const ruleCall = /^rule\(\s*'([\d.]+)',\s*(['"`])(.*?)\2,/gms

async function readTests(): Promise<readonly { readonly number: string; readonly says: string }[]> {
  const names = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.test.ts')).toSorted()
  const texts = await Promise.all(names.map((name) => readFile(join(import.meta.dirname, name), 'utf8')))
  return texts.flatMap((text) =>
    [...text.matchAll(ruleCall)].map(([, number, , says]) => ({ number: number!, says: says! })),
  )
}

/** The text of docs/wire-rules.md. */
export async function rulesTable(): Promise<string> {
  const { rules } = await listRules()
  const total = rules.reduce((sum, rule) => sum + rule.tests.length, 0)
  const held = rules.filter((rule) => rule.tests.length > 0).length
  const lines = [
    "# DynamoDB's rules, and the tests of the endpoint that hold them",
    '',
    'Written by `tooling/scripts/wire-rules.ts` from the tests in `packages/store-wire/test/rules`; do not edit.',
    '',
    `${rules.length} rules: ${held} held by ${total} tests, ${rules.length - held} not shown, each with its reason.`,
    '',
    '| section | rules | held | tests | not shown |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...sections.map(([title], section) => {
      const own = ofSection(rules, section)
      const ownHeld = own.filter((rule) => rule.tests.length > 0).length
      const ownTests = own.reduce((sum, rule) => sum + rule.tests.length, 0)
      return `| ${section}. ${title} | ${own.length} | ${ownHeld} | ${ownTests} | ${own.length - ownHeld} |`
    }),
  ]
  for (const [section, [title]] of sections.entries()) {
    lines.push('', `## ${section}. ${title}`, '', '| rule | what its tests show |', '| --- | --- |')
    for (const { number, tests, reasons } of ofSection(rules, section)) {
      const shown = tests.length > 0 ? tests.map(cell).join('<br>') : `*not shown: ${reasons.map(cell).join('; ')}*`
      lines.push(`| ${number} | ${shown} |`)
    }
  }
  return `${lines.join('\n')}\n`
}

function ofSection(rules: readonly ListedRule[], section: number): readonly ListedRule[] {
  return rules.filter(({ number }) => number.startsWith(`${section}.`))
}

/** What a cell of a table may hold. */
function cell(text: string): string {
  return text.replace(/[|*_<>]/g, String.raw`\$&`)
}
