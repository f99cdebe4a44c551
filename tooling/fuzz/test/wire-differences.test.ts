import { answerOf, type Command, randomTables } from '@cmz/store-conformance'
import { expect, it } from 'vitest'
import { contender } from '../src/drivers.ts'
import { wireDifferences } from '../src/wire-differences.ts'

it('a partition that is one item does not go on after it: rule 7.19', async () => {
  const table = randomTables.find(({ sortKey }) => sortKey === undefined)!
  const key = { id: 'a' }
  const partition = { ...table.partitionKey, value: 'a' }
  const command: Command = { call: 'query', request: { table, partition, descending: false, limit: 1 } }
  expect(wireDifferences[0]!.isMetBy(command, [])).toBe(true)
  const answers = []
  for (const name of ['memory', 'wire'] as const) {
    const { session } = await contender(name)
    const driver = await session.driver()
    await driver.ensureTable(table)
    await driver.write({ kind: 'put', table, item: key })
    answers.push(await answerOf(driver, command, ''))
    await driver.close()
    await session.end()
  }
  expect(answers[1]).not.toEqual(answers[0])
})
