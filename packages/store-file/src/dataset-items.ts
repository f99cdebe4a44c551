import { join } from 'node:path'
import { type Item, keyText, type TableDefinition } from '@cmz/store-core'
import { type Items, LayeredItems, type StartingItems } from '@cmz/store-memory'
import type { Disk } from './disk.ts'
import { saysCompleteness } from './doubt-reservations.ts'
import { readWhole } from './folder.ts'
import { nodeDisk } from './node-disk.ts'
import { parseSnapshot } from './snapshot.ts'

/** The starting items of a memory driver from a dataset: a folder of `<table>.json` files. CorruptFileException, DiskException. */
export function datasetItems(dataset: string, disk: Disk = nodeDisk): StartingItems {
  const folder = disk.realPath(dataset) // the working directory may change
  return async (table) => {
    const path = datasetFile(folder, table.name, disk)
    return path === undefined ? undefined : startingItems(table, parseSnapshot(table, path, readWhole(disk, path)))
  }
}

/**
 * What a table starts with, of what its file in a dataset holds: not that every unique value is held, for a person may
 * have changed the dataset since.
 */
export function startingItems(table: TableDefinition, items: readonly Item[]): Items {
  return itemsOf(
    table,
    items.filter((item) => !saysCompleteness(table.name, item)),
  )
}

/** A table's file in a dataset. A name that differs by case is another table's. */
export function datasetFile(dataset: string, table: string, disk: Disk): string | undefined {
  const name = `${table}.json`
  if (!disk.list(dataset).includes(name)) return undefined
  return disk.realPath(join(dataset, name)) // a dataset may be made of links: nothing is written to it
}

/** Items that were parsed, by the text of their key. */
export function itemsOf(table: TableDefinition, items: readonly Item[]): Items {
  return new LayeredItems(new Map(items.map((item) => [keyText(table, item), item])))
}
