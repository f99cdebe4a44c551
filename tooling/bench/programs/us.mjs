// a program as a user would write it: opens the folder and reads one item; told a family, it says what memory it takes
import { defineTable, openDatabase } from '@cmz/store'

const [dir, key, familyId] = process.argv.slice(2)
const table = defineTable({
  name: 'bench-users',
  partitionKey: 'userId',
  indexes: { byFamily: { partitionKey: 'familyId' } },
  stamps: false,
  softDelete: false,
})
const database = await openDatabase({ mode: 'file', dir })
const users = database.store(table)
const user = await users.get(key)
process.stdout.write(user.userId)
if (familyId !== undefined) {
  const { createReadStream } = await import('node:fs')
  const { join } = await import('node:path')
  const { createInterface } = await import('node:readline')
  const afterFirstGet = process.memoryUsage.rss()
  const { items } = await users.query({ index: 'byFamily', key: { familyId } })
  if (items.length === 0) throw new Error('the index is empty')
  const afterFirstQuery = process.memoryUsage.rss()
  for await (const line of createInterface(createReadStream(join(dir, `${table.name}.json`)))) {
    const userId = /"userId":"([^"]+)"/.exec(line)?.[1]
    if (userId !== undefined) await users.get(userId)
  }
  process.stdout.write(`\n${afterFirstGet} ${afterFirstQuery} ${process.memoryUsage.rss()}`)
}
await database.close()
