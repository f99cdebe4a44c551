import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Database, defineTable, type Item } from '@cmz/store-core'
import { memoryDriver } from '@cmz/store-memory'
import { describe, expect, it, vi } from 'vitest'
import { datasetItems } from './dataset-items.ts'
import { openDatabase } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

const table = defineTable({ name: 'people', partitionKey: 'id', stamps: false, unique: { email: true } })

/** Edits are noticed within a second; a busy machine may take longer. */
const soon = { timeout: 5000, interval: 20 }
const taken = /another item has email "(leo|mia)@zoo"/

/** A folder that leo was created in, which is closed. */
async function closedFolder(): Promise<string> {
  const dir = await temporaryFolder()
  const database = openDatabase(dir)
  await database.store(table).create({ id: 'leo', email: 'leo@zoo' })
  await database.close()
  return dir
}

const edit = (dir: string, items: readonly Item[], name = 'people'): Promise<void> =>
  writeFile(join(dir, `${name}.json`), JSON.stringify(items))

/** Mia has a value now, which nobody may take, and leo's old one is free. */
async function expectMia(database: Database): Promise<void> {
  const people = database.store(table)
  await expect(people.create({ id: 'noa', email: 'mia@zoo' })).rejects.toThrow(taken)
  await people.create({ id: 'old', email: 'leo@zoo' })
  await expect(people.create({ id: 'new', email: 'leo@zoo' })).rejects.toThrow(taken)
}

const edited = [
  { id: 'leo', email: 'new@zoo' },
  { id: 'mia', email: 'mia@zoo' },
]

describe('unique attributes that a person edited', () => {
  it('hold while the store runs', async () => {
    const dir = await closedFolder()
    const database = openDatabase(dir)
    expect(await database.store(table).get('leo')).toBeDefined()
    await edit(dir, edited)
    await vi.waitFor(async () => expect(await database.store(table).list()).toEqual(edited), soon)
    await expectMia(database)
  })

  it('hold if the store did not run', async () => {
    const dir = await closedFolder()
    await edit(dir, edited)
    await expectMia(openDatabase(dir))
  })

  it('hold after other writes and a kill, before and after that was folded', async () => {
    const dir = await closedFolder()
    await edit(dir, edited)
    const database = openDatabase(dir)
    await database.store(table).put({ id: 'other' })
    const [killed, folded] = [await temporaryFolder(), await temporaryFolder()]
    await cp(dir, killed, { recursive: true })
    await database.fold()
    await cp(dir, folded, { recursive: true })
    for (const folder of [killed, folded]) {
      const again = openDatabase(folder)
      await expectMia(again)
      await again.close()
      await expect(openDatabase(folder).store(table).create({ id: 'x', email: 'mia@zoo' })).rejects.toThrow(taken)
    }
  })

  it('hold in a folder of which only the tables were kept', async () => {
    const dir = await closedFolder()
    await edit(dir, edited)
    await rm(join(dir, '.store'), { recursive: true })
    await expectMia(openDatabase(dir))
  })

  it('hold where the table begins anew with a dataset', async () => {
    const dir = await closedFolder()
    const dataset = await temporaryFolder()
    await edit(dataset, edited)
    await rm(join(dir, 'people.json'))
    await expectMia(openDatabase(dir, { dataset }))
  })

  it('hold after a reset to a dataset that says that they are all held, also in memory', async () => {
    const dataset = await temporaryFolder()
    await edit(dataset, edited)
    await edit(dataset, [{ value: 'complete' }], 'people.unique')
    const inFiles = openDatabase(await temporaryFolder(), { dataset })
    const inMemory = new Database(async () => memoryDriver({ startingItems: datasetItems(dataset) }))
    for (const database of [inFiles, inMemory]) {
      const people = database.store(table)
      await expect(people.create({ id: 'noa', email: 'mia@zoo' })).rejects.toThrow(taken)
      await database.reset()
      await expect(people.create({ id: 'noa', email: 'mia@zoo' })).rejects.toThrow(taken)
    }
  })

  it('are not doubted in a copy of a folder', async () => {
    const dir = await closedFolder()
    const copy = await temporaryFolder()
    await cp(dir, copy, { recursive: true })
    const text = await readFile(join(copy, 'people.unique.json'), 'utf8')
    const database = openDatabase(copy)
    expect(await database.store(table).count()).toBe(1)
    await database.close()
    expect(await readFile(join(copy, 'people.unique.json'), 'utf8')).toBe(text)
  })

  it('hold if the file is again what the store once wrote', async () => {
    const dir = await closedFolder()
    const path = join(dir, 'people.json')
    const before = await readFile(path)
    await edit(dir, [{ id: 'leo', email: 'new@zoo' }])
    await openDatabase(dir).store(table).create({ id: 'old', email: 'leo@zoo' })
    const killed = await temporaryFolder()
    await cp(dir, killed, { recursive: true })
    await writeFile(join(killed, 'people.json'), before)
    const again = openDatabase(killed).store(table)
    await expect(again.create({ id: 'x', email: 'x@zoo' })).rejects.toThrow(/have the same email/)
  })

  it('hold if what is held was edited, while the store runs or not', async () => {
    const dir = await closedFolder()
    const text = await readFile(join(dir, 'people.unique.json'), 'utf8')
    const held = JSON.parse(text) as readonly Item[]
    expect(held).toContainEqual({ value: 'complete' })
    await edit(dir, [{ value: 'complete' }], 'people.unique')
    const database = openDatabase(dir)
    const people = database.store(table)
    await expect(people.create({ id: 'new', email: 'leo@zoo' })).rejects.toThrow(taken)
    await database.fold()
    await edit(dir, [{ value: 'complete' }], 'people.unique')
    await database.fold()
    await expect(people.create({ id: 'new', email: 'leo@zoo' })).rejects.toThrow(taken)
  })

  it.each([undefined, 5, '', 'x', { a: 1 }])(
    'hold, and get free, if the holder of a value was edited to be %o',
    async (owner) => {
      const dir = await closedFolder()
      const held = ['leo@zoo', 'free@zoo'].map((each): Item => ({
        value: `email:S:${each}`,
        ...(owner !== undefined && { owner }),
      }))
      await edit(dir, [{ value: 'complete' }, ...held], 'people.unique')
      const people = openDatabase(dir).store(table)
      await people.create({ id: 'new', email: 'free@zoo' })
      await expect(people.create({ id: 'other', email: 'leo@zoo' })).rejects.toThrow(taken)
    },
  )

  it('get free if their holders were edited to be no keys', async () => {
    const common = { name: 'people', stamps: false, unique: { email: true } } as const
    const dir = await temporaryFolder()
    await edit(dir, [{ value: 'complete' }, { value: 'email:S:leo@zoo', owner: 'leo' }], 'people.unique')
    await openDatabase(dir)
      .store(defineTable({ ...common, partitionKey: { name: 'n', type: 'N' } }))
      .put({ n: 1, email: 'leo@zoo' })
    const other = await temporaryFolder()
    await edit(other, [{ value: 'complete' }, { value: 'email:S:leo@zoo', owner: 'leo' }], 'people.unique')
    await openDatabase(other)
      .store(defineTable({ ...common, partitionKey: 'id', sortKey: 'of' }))
      .put({ id: 'a', of: 'b', email: 'leo@zoo' })
  })

  it('are doubted without a write: who only reads leaves the folder as it was found', async () => {
    const dir = await closedFolder()
    await edit(dir, edited)
    const contents = async (): Promise<readonly unknown[]> => {
      const names = (await readdir(dir, { recursive: true })).filter((name) => !name.endsWith('lock')).toSorted()
      return Promise.all(names.map(async (name) => [name, await readFile(join(dir, name), 'utf8').catch(() => '')]))
    }
    const before = await contents()
    const database = openDatabase(dir)
    expect(await database.store(table).list()).toEqual(edited)
    await database.close()
    expect(await contents()).toEqual(before)
    await expectMia(openDatabase(dir))
  })

  it('are said to be two where two items have the same value', async () => {
    const dir = await closedFolder()
    await edit(dir, [...edited, { id: 'noa', email: 'mia@zoo' }])
    const people = openDatabase(dir).store(table)
    await expect(people.create({ id: 'x', email: 'x@zoo' })).rejects.toThrow(/have the same email/)
    await edit(dir, edited)
    await vi.waitFor(() => people.create({ id: 'x', email: 'x@zoo' }), soon)
  })
})
