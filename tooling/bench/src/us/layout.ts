import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '@cmz/store'
import type { Layout } from '../contender.ts'
import { lineOf, userOf } from '../items.ts'
import { usersTable } from './users-table.ts'

const linesPerWrite = 1000

/** A table's file as a person could have written it, and one write, so that the store has made it its own. */
export const usersFile: Layout = {
  name: 'us',
  async prepare({ folder, items }) {
    const stream = createWriteStream(tableFile(folder))
    for (let from = 0; from < items; from += linesPerWrite) {
      const count = Math.min(linesPerWrite, items - from)
      const lines = Array.from({ length: count }, (_each, index) => lineOf(userOf(from + index)))
      if (!stream.write(`${from === 0 ? '[' : ','}\n${lines.join(',\n')}`)) await once(stream, 'drain')
    }
    stream.end('\n]\n')
    await once(stream, 'close')
    await using database = await openDatabase({ mode: 'file', dir: folder })
    await database.store(usersTable).put(userOf(0))
  },
}

/** The file of the table in a folder of ours. */
export function tableFile(folder: string): string {
  return join(folder, `${usersTable.name}.json`)
}
