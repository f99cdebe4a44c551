import { parseArgs } from 'node:util'
import { type WireBenchName, wireBenchNames } from './wire-benches.ts'

export interface WireArguments {
  readonly only: readonly WireBenchName[]
  readonly items: number
  readonly rounds: number
  readonly roundMs: number
  readonly without: readonly string[]
  readonly json: boolean
}

const wireUsage = `pnpm bench:wire [options]
  --only a,b        these benches; default: ${wireBenchNames.join(', ')}
  --items 10000     so many items
  --rounds 5        how many rounds the medians are of, after one to warm up
  --ms 1000         how long a round takes
  --without a,b     leaves out contenders
  --json            one JSON object a line, and nothing else`

/** Reads the command line. Throws a TypeError that says what is wrong with it. */
export function readWireArguments(args: readonly string[]): WireArguments {
  const { values } = parseArgs({
    args: args.filter((each) => each !== '--'), // pnpm hands it on
    options: {
      only: { type: 'string', default: wireBenchNames.join(',') },
      items: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '5' },
      ms: { type: 'string', default: '1000' },
      without: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    },
  })
  const wanted = values.only.split(',')
  const unknown = wanted.find((each) => !wireBenchNames.includes(each as WireBenchName))
  if (unknown !== undefined) throw new TypeError(`--only: there is no bench ${unknown}\n\n${wireUsage}`)
  const wholeNumber = (option: 'items' | 'rounds' | 'ms'): number => {
    const value = Number(values[option])
    if (Number.isInteger(value) && value > 0) return value
    throw new TypeError(`--${option}: ${JSON.stringify(values[option])} is not a whole number of 1 or more`)
  }
  return {
    only: wireBenchNames.filter((name) => wanted.includes(name)),
    items: wholeNumber('items'),
    rounds: wholeNumber('rounds'),
    roundMs: wholeNumber('ms'),
    without: values.without.split(',').filter((each) => each !== ''),
    json: values.json,
  }
}
