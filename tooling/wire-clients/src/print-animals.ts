import { argv } from 'node:process'
import { defineTable, openDatabase } from '@cmz/store'

/** The table as the AWS CLI made it: no stamps, no flag of soft deletes. */
const animalTable = defineTable({
  name: 'cli-animals',
  partitionKey: 'house',
  sortKey: 'animal',
  indexes: { byBirth: { partitionKey: 'house', sortKey: { name: 'born', type: 'N' } } },
  softDelete: false,
  stamps: false,
})

// a process on the store API: prints the animals of a folder, and writes one more
const database = await openDatabase({ mode: 'file', dir: argv[2]! })
try {
  const animals = database.store(animalTable)
  const { items } = await animals.query({ index: 'byBirth', key: { house: 'cats' } })
  console.log(
    JSON.stringify(items, (_name, value: unknown) => (value instanceof Set ? `${value.size} members` : value)),
  )
  await animals.put({ house: 'cats', animal: 'simba', born: 2024 })
} finally {
  await database.close()
}
