import { parseArgs } from 'node:util'
import { type BenchName, benchNames } from './benches.ts'

export interface Arguments {
  readonly only: readonly BenchName[]
  readonly items: readonly number[]
  readonly rounds: number
  /** Contenders that are left out, by name. */
  readonly without: readonly string[]
  readonly json: boolean
  /** Write docs/performance.md and its plot. */
  readonly docs: boolean
  /** Where the data lie while it runs; default: in the repository's node_modules. */
  readonly dir?: string
}

export const usage = `pnpm bench [options]
  --only get,put    these benches; default: ${benchNames.join(', ')}
  --items 1000      these numbers of items; default: 1000,100000,1000000
  --rounds 5        how many rounds the medians are of, after one to warm up
  --without a,b     leaves out contenders, such as the slow dynalite,dynoxide
  --json            one JSON object a line, and nothing else
  --docs            write docs/performance.md and docs/performance.svg too
  --dir /mnt/disk   a folder on the disk to measure; default: in node_modules`

const defaultItems = [1_000, 100_000, 1_000_000]
const fewestItems = 8

/** Reads the command line. Throws a TypeError that says what is wrong with it. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: args.filter((each) => each !== '--'), // pnpm hands it on
    options: {
      only: { type: 'string' },
      items: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      without: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
      dir: { type: 'string' },
    },
  })
  return {
    only: values.only === undefined ? benchNames : benchesIn(values.only),
    items:
      values.items === undefined
        ? defaultItems
        : list(values.items).map((each) => numberIn('items', each, fewestItems)),
    rounds: numberIn('rounds', values.rounds, 1),
    without: values.without === '' ? [] : list(values.without),
    json: values.json,
    docs: values.docs,
    ...(values.dir !== undefined && { dir: values.dir }),
  }
}

function benchesIn(text: string): readonly BenchName[] {
  const wanted = list(text)
  const unknown = wanted.find((each) => !benchNames.includes(each as BenchName))
  if (unknown !== undefined)
    throw new TypeError(`--only: there is no bench ${unknown}; there are ${benchNames.join(', ')}`)
  return benchNames.filter((name) => wanted.includes(name))
}

function list(text: string): readonly string[] {
  return text.split(',').map((each) => each.trim())
}

function numberIn(option: string, text: string, least: number): number {
  const value = Number(text.replaceAll('_', ''))
  if (Number.isInteger(value) && value >= least) return value
  throw new TypeError(`--${option}: ${JSON.stringify(text)} is not a whole number of ${least} or more`)
}
