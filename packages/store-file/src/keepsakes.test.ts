import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { Folder } from './folder.ts'
import { Keepsakes } from './keepsakes.ts'

async function keepsakes() {
  const folder = new Folder(await temporaryFolder(), new FaultyDisk())
  folder.prepare()
  const warnings: string[] = []
  return { folder, warnings, kept: new Keepsakes(folder, (message) => void warnings.push(message)) }
}

describe('what a person may want back', () => {
  it('is kept once for equal contents, and under another name for others', async () => {
    const { folder, kept, warnings } = await keepsakes()
    for (const n of [1, 1, 2, 1]) kept.keepConflicts('users', 7, [{ key: { id: 'a' }, file: { id: 'a', n } }])
    expect((await readdir(folder.conflicts)).toSorted()).toEqual(['users-7-2.json', 'users-7.json'])
    expect(await readFile(join(folder.conflicts, 'users-7.json'), 'utf8')).toBe(
      '[\n{"key":{"id":"a"},"file":{"id":"a","n":1}}\n]\n',
    )
    for (const warning of warnings) expect(warning).toContain(`kept in ${folder.conflicts}`)
  })

  it('says what was taken out of a file', async () => {
    const { folder, kept } = await keepsakes()
    kept.keepConflicts('users', 7, [{ key: { id: 'a' }, file: null }])
    expect(await readFile(join(folder.conflicts, 'users-7.json'), 'utf8')).toBe(
      '[\n{"key":{"id":"a"},"file":null}\n]\n',
    )
  })

  it('is nothing where there is no conflict', async () => {
    const { folder, kept, warnings } = await keepsakes()
    kept.keepConflicts('users', 7, [])
    expect([warnings, await readdir(folder.store)]).toEqual([[], []])
  })

  it('is the very bytes of a journal', async () => {
    const { folder, kept, warnings } = await keepsakes()
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    kept.keepLost('journal-000001', bytes)
    kept.keepLost('journal-000001', bytes.slice(1))
    expect((await readdir(folder.lost)).toSorted()).toEqual(['journal-000001', 'journal-000001-2'])
    expect(await readFile(join(folder.lost, 'journal-000001'))).toEqual(Buffer.from(bytes))
    expect(warnings[0]).toContain(join(folder.lost, 'journal-000001'))
  })
})
