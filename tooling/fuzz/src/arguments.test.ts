import { describe, expect, it } from 'vitest'
import { readArguments } from './arguments.ts'

describe('the command line of pnpm fuzz', () => {
  it('compares memory with dynoxide, if nothing else is said', () => {
    expect(readArguments([])).toEqual({ drivers: ['memory', 'dynoxide'], commands: 10_000 })
  })

  it('names drivers, commands, and what replays a failure', () => {
    const args = ['--', '--drivers', 'file,dynalite', '--commands', '100_000', '--seed', '7', '--path', '2:0']
    expect(readArguments(args)).toEqual({ drivers: ['file', 'dynalite'], commands: 100_000, seed: 7, path: '2:0' })
  })

  it.each([
    [['--drivers', 'memory,mongo'], /no driver mongo; there are memory, file/],
    [['--drivers', 'memory'], /two are compared, not 1/],
    [['--drivers', 'dynoxide,memory'], /the first one says what is right/],
    [['--commands', '0'], /"0" is not a whole number of 1 or more/],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(message)
  })
})
