import { parseArgs } from 'node:util'

export interface Arguments {
  readonly requests: number
  readonly seed: number
  readonly round?: number
  readonly findings: number
  readonly lanes: number
  readonly operations?: readonly string[]
}

export const usage = `pnpm fuzz:wire [options]
  --requests 200000     how many requests to send to both
  --seed 1 --round 7    replays the round in which something was found
  --findings 1          after how many unexplained differences to stop
  --lanes 2             how many rounds run side by side
  --operations PutItem,GetItem   only these`

/** Reads the command line. Throws a TypeError that says what is wrong with it. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: args.filter((each) => each !== '--'), // pnpm hands it on
    options: {
      requests: { type: 'string', default: '20000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      round: { type: 'string' },
      findings: { type: 'string', default: '1' },
      lanes: { type: 'string', default: '2' },
      operations: { type: 'string' },
    },
  })
  return {
    requests: wholeNumber('requests', values.requests, 1),
    seed: wholeNumber('seed', values.seed, -(2 ** 31)),
    findings: wholeNumber('findings', values.findings, 1),
    lanes: wholeNumber('lanes', values.lanes, 1),
    ...(values.round !== undefined && { round: wholeNumber('round', values.round, 0) }),
    ...(values.operations !== undefined && { operations: values.operations.split(',') }),
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text.replaceAll('_', ''))
  if (Number.isInteger(value) && value >= least) return value
  throw new TypeError(`--${option}: ${JSON.stringify(text)} is not a whole number of ${least} or more`)
}
