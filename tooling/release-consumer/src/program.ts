import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cmzTables } from '@cmz/cmz-tables'
import { ConditionalCheckFailedException, type Database, defineTable, openDatabase } from '@cmz/store'
import { z } from 'zod'

const visitTable = defineTable({
  name: 'visits',
  partitionKey: 'visitId',
  idPrefix: 'visit',
  indexes: { byAnimal: { partitionKey: 'animalId', sortKey: 'day' } },
  attributes: { visitId: z.string(), animalId: z.string(), day: z.string(), guests: z.number().optional() },
})
const { user: userTable } = cmzTables({})

// usage: node program.ts [folder]; with a folder in file mode, else in memory
const folder = process.argv[2]
const open = (): Promise<Database> =>
  openDatabase(folder === undefined ? { mode: 'memory' } : { mode: 'file', dir: folder })

let database = await open()
const { visitId } = await database.store(visitTable).create({ animalId: 'pokey', day: '2026-01-02', guests: 3 })
await database.store(visitTable).create({ animalId: 'pokey', day: '2026-01-01' })
const { userId } = await database.store(userTable).create({ email: 'ada@example.org', displayName: 'Ada' })
await read(database)
if (folder !== undefined) {
  await database.close()
  const text = await readFile(join(folder, 'visits.json'), 'utf8')
  assert.ok(text.includes(visitId))
  database = await open()
  await read(database)
}
await database.close()
console.log(`${folder === undefined ? 'memory' : 'file'} mode works`)

async function read(opened: Database): Promise<void> {
  const visits = opened.store(visitTable)
  const guests: number | undefined = (await visits.get(visitId))?.guests
  assert.equal(guests, 3)
  const { items } = await visits.query({ index: 'byAnimal', key: { animalId: 'pokey' } })
  assert.deepEqual(
    items.map(({ day }) => day),
    ['2026-01-01', '2026-01-02'],
  )
  assert.equal((await opened.store(userTable).get(userId))?.email, 'ada@example.org')
  await assert.rejects(
    visits.create({ visitId, animalId: 'pokey', day: '2026-01-03' }),
    ConditionalCheckFailedException,
  )
}
