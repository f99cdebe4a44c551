import { expect, it } from 'vitest'
import { Tokens } from './tokens.ts'

const minute = 60_000

it('counts for 10 minutes from its last use', () => {
  const tokens = new Tokens()
  tokens.note({ token: 'a', digest: '1', at: 0 })
  expect(tokens.find('a', 10 * minute - 1)).toEqual({ token: 'a', digest: '1', at: 0 })
  expect(tokens.find('a', 10 * minute)).toBeUndefined()
  expect(tokens.find('b', 0)).toBeUndefined()
  tokens.note({ token: 'a', digest: '2', at: 9 * minute })
  expect(tokens.find('a', 12 * minute)?.digest).toBe('2')
})

it('forgets what does not count any more, and nothing else', () => {
  const tokens = new Tokens()
  tokens.note({ token: 'a', digest: '1', at: 0 })
  tokens.note({ token: 'b', digest: '2', at: 5 * minute })
  tokens.note({ token: 'c', digest: '3', at: 11 * minute })
  expect(tokens.recent(11 * minute).map(({ token }) => token)).toEqual(['b', 'c'])
  expect(tokens.find('a', 0)).toBeUndefined()
})
