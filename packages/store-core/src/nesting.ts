import { isMap, type Item, type Value } from './value.ts'

/** A scalar attribute is level 1; DynamoDB refuses level 33 (rule 1.19). */
export const maxLevel = 32
export const nestingFault =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit'

/** The level of the deepest value of an item. */
export function levelsOf(item: Item): number {
  return deepest(Object.values(item))
}

function deepest(values: readonly Value[]): number {
  let levels = 0
  for (const value of values) {
    const inside = Array.isArray(value) ? (value as readonly Value[]) : isMap(value) ? Object.values(value) : []
    levels = Math.max(levels, 1 + deepest(inside))
  }
  return levels
}
