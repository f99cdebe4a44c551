import { assignments, defineTable, type Item } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { type Rival, Rivals } from './rivals.ts'

const table = defineTable({ name: 'quest', partitionKey: 'id' })

function entrance(): (item: Item) => Rival {
  const rivals = new Rivals()
  return (item) => rivals.enter({ kind: 'put', table, item }, { id: item['id']! })
}

describe('of equal writes', () => {
  it('one alone may claim', async () => {
    const enter = entrance()
    expect(await enter({ id: 'a', n: 1 }).claim()).toBe(true)
  })

  it('one that claims waits for the others, and loses to one that was told it has won', async () => {
    const enter = entrance()
    const claimant = enter({ id: 'a', n: 1 })
    const winner = enter({ id: 'a', n: 1 })
    const claimed = claimant.claim()
    winner.win()
    winner.leave()
    expect(await claimed).toBe(false)
  })

  it('one of several that claim gets it', async () => {
    const enter = entrance()
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => enter({ id: 'a', n: 1 })).map((each) => each.claim()),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  it('one that comes later loses as long as others are under way, and no longer', async () => {
    const enter = entrance()
    const winner = enter({ id: 'a', n: 1 })
    const other = enter({ id: 'a', n: 1 })
    winner.win()
    winner.leave()
    const late = enter({ id: 'a', n: 1 })
    other.leave()
    expect(await late.claim()).toBe(false)
    late.leave()
    expect(await enter({ id: 'a', n: 1 }).claim()).toBe(true)
  })
})

it('writes of other contents, keys or kinds are no rivals', async () => {
  const rivals = new Rivals()
  const key = { id: 'a' }
  const won = [
    rivals.enter({ kind: 'put', table, item: { id: 'a', n: 1 } }, key),
    rivals.enter({ kind: 'put', table, item: { id: 'b', n: 2 } }, { id: 'b' }),
    rivals.enter({ kind: 'update', table, key, update: assignments({ n: 2 }) }, key),
    rivals.enter({ kind: 'delete', table, key }, key),
  ]
  for (const each of won) each.win()
  expect(await rivals.enter({ kind: 'put', table, item: { id: 'a', n: 2 } }, key).claim()).toBe(true)
})
