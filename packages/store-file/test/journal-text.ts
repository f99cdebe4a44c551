import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'

/** A line of a journal, as its form is described: `<crc32> <json>\n`. */
export function journalLine(entry: object): string {
  const json = JSON.stringify(entry)
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

export function journalPath(dir: string, number = 1): string {
  return join(dir, '.store', `journal-${String(number).padStart(6, '0')}`)
}

/** Changes the text of a journal, line by line. */
export async function editJournal(
  dir: string,
  change: (lines: readonly string[]) => readonly string[],
  number = 1,
): Promise<void> {
  const text = await readFile(journalPath(dir, number), 'utf8')
  await writeFile(journalPath(dir, number), change(text.split('\n')).join('\n'))
}
