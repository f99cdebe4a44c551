import { expect, it } from 'vitest'
import { readArguments } from './arguments.ts'
import { benchNames } from './benches.ts'

it('runs everything unless it is told otherwise', () => {
  expect(readArguments([])).toEqual({
    only: benchNames,
    items: [1_000, 100_000, 1_000_000],
    rounds: 5,
    without: [],
    json: false,
    docs: false,
  })
})

it('narrows it, in the order in which benches run', () => {
  const given = [
    '--',
    '--only',
    'put, get',
    '--items',
    '1000,2_000',
    '--rounds=7',
    '--json',
    '--without',
    'lmdb',
    '--dir',
    '/mnt/disk',
  ]
  expect(readArguments(given)).toEqual({
    only: ['get', 'put'],
    items: [1_000, 2_000],
    rounds: 7,
    without: ['lmdb'],
    json: true,
    docs: false,
    dir: '/mnt/disk',
  })
})

it.each([
  [['--only', 'gte'], 'there is no bench gte; there are get, '],
  [['--items', '1e3x'], '--items: "1e3x" is not a whole number'],
  [['--items', '0'], 'of 8 or more'],
  [['--rounds', '1.5'], '--rounds'],
  [['--quick'], '--quick'],
])('refuses %j', (given, message) => {
  expect(() => readArguments(given)).toThrow(message)
})
