import { parseArgs } from 'node:util'
import { type DriverName, driverNames } from './drivers.ts'

export interface Arguments {
  readonly drivers: readonly [DriverName, DriverName]
  readonly commands: number
  readonly seed?: number
  readonly path?: string
}

export const usage = `pnpm fuzz [options]
  --drivers memory,dynoxide   the two that are compared, of ${driverNames.join(', ')}; the first one of ours
  --commands 100000           how many commands to run on both
  --seed 1 --path 2:0         replays what failed`

/** Reads the command line. Throws a TypeError that says what is wrong with it. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: args.filter((each) => each !== '--'), // pnpm hands it on
    options: {
      drivers: { type: 'string', default: 'memory,dynoxide' },
      commands: { type: 'string', default: '10000' },
      seed: { type: 'string' },
      path: { type: 'string' },
    },
  })
  return {
    drivers: driversIn(values.drivers),
    commands: wholeNumber('commands', values.commands, 1),
    ...(values.seed !== undefined && { seed: wholeNumber('seed', values.seed, -(2 ** 31)) }),
    ...(values.path !== undefined && { path: values.path }),
  }
}

function driversIn(text: string): Arguments['drivers'] {
  const names = text.split(',').map((each) => each.trim())
  const unknown = names.find((each) => !driverNames.includes(each as DriverName))
  if (unknown !== undefined) {
    throw new TypeError(`--drivers: there is no driver ${unknown}; there are ${driverNames.join(', ')}`)
  }
  if (names.length !== 2) throw new TypeError(`--drivers: two are compared, not ${names.length}`)
  if (!['memory', 'file'].includes(names[0]!)) {
    throw new TypeError('--drivers: the first one says what is right: memory or file')
  }
  return names as unknown as Arguments['drivers']
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text.replaceAll('_', ''))
  if (Number.isInteger(value) && value >= least) return value
  throw new TypeError(`--${option}: ${JSON.stringify(text)} is not a whole number of ${least} or more`)
}
