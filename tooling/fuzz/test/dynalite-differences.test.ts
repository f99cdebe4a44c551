import { answerOf, type Command, randomTables } from '@cmz/store-conformance'
import { expect, it } from 'vitest'
import { contender } from '../src/drivers.ts'
import { dynaliteDifferences } from '../src/dynalite-differences.ts'

it('dynalite has no transactions: rule 10.16', async () => {
  const command: Command = { call: 'transactGet', requests: [{ table: randomTables[0]!, key: { id: 'a' } }] }
  expect(dynaliteDifferences.find(({ rule }) => rule === '10.16')!.isMetBy(command, [])).toBe(true)
  const { session } = await contender('dynalite')
  const driver = await session.driver()
  try {
    expect(await answerOf(driver, command, '')).toEqual({ error: { name: 'UnsupportedException' } })
  } finally {
    await driver.close()
    await session.end()
  }
})
