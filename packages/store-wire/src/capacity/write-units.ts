import {
  equal,
  type IndexDefinition,
  indexItem,
  isHeld,
  type Item,
  keyAttributes,
  type TableDefinition,
} from '@cmz/store-core'
import { storedSize } from '@cmz/store-memory'
import { consumeIndex, type Consumed } from './consumed.ts'

const unit = 1024

/** How much more a write of a transaction costs: it is prepared, then committed. */
export const transactional = 2

/**
 * Adds what it costs to make one item of a table another one: the larger of both, for the table and for every index whose
 * entry changes (rule 13.7). Indexes follow the table and cost a transaction no more than another write.
 */
export function consumeWrite(
  consumed: Consumed,
  table: TableDefinition,
  before: Item | undefined,
  after: Item | undefined,
  factor = 1,
): void {
  consumed.table += writeUnits(before, after) * factor
  for (const name in table.indexes) {
    const index = table.indexes[name]!
    const units = indexUnits(entryOf(table, index, before), entryOf(table, index, after), index)
    if (units > 0) consumeIndex(consumed, index.kind, name, units)
  }
}

function writeUnits(before: Item | undefined, after: Item | undefined): number {
  const size = Math.max(before === undefined ? 0 : storedSize(before), after === undefined ? 0 : storedSize(after))
  return Math.max(1, Math.ceil(size / unit))
}

function indexUnits(before: Item | undefined, after: Item | undefined, index: IndexDefinition): number {
  if (before === undefined && after === undefined) return 0
  if (before === undefined || after === undefined) return writeUnits(before, after)
  if (before === after || equal(before, after)) return 0
  const stays = keyAttributes(index).every(({ name }) => equal(before[name], after[name]))
  return stays ? writeUnits(before, after) : writeUnits(before, undefined) + writeUnits(undefined, after)
}

/** What the index holds of an item; `undefined` where that is not in it. */
function entryOf(table: TableDefinition, index: IndexDefinition, item: Item | undefined): Item | undefined {
  return item !== undefined && isHeld(index, item) ? indexItem(table, index, item) : undefined
}
