import { describe, expect, it } from 'vitest'
import { readArguments } from './arguments.ts'

describe('the command line of pnpm fuzz:wire', () => {
  it('sends 20,000 requests with another seed each time, if nothing else is said', () => {
    expect(readArguments([])).toEqual({ requests: 20_000, seed: expect.any(Number), findings: 1, lanes: 2 })
  })

  it('names what replays a finding', () => {
    const args = ['--', '--requests', '200_000', '--seed', '7', '--round', '3', '--operations', 'PutItem,GetItem']
    expect(readArguments(args)).toEqual({
      requests: 200_000,
      seed: 7,
      round: 3,
      findings: 1,
      lanes: 2,
      operations: ['PutItem', 'GetItem'],
    })
  })

  it.each([[['--requests', '0'], /"0" is not a whole number of 1 or more/]])(
    'says what is wrong with %j',
    (args, message) => {
      expect(() => readArguments(args)).toThrow(message)
    },
  )
})
