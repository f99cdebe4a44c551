import { beginsWith, ordered, type SortCondition, type Value } from '@cmz/store-core'
import { hashOf, type Position } from './position.ts'

/** Positions between which every match lies; `meets` still decides about the ends. */
export function boundsOf(
  partition: Value,
  condition: SortCondition | undefined,
): readonly [low: Position, high: Position] {
  const hash = hashOf(partition)
  const low = (sort?: Value): Position => ({ hash, partition, sort, text: undefined, edge: -1 })
  const high = (sort?: Value): Position => ({ hash, partition, sort, text: undefined, edge: 1 })
  switch (condition?.op) {
    case undefined:
      return [low(), high()]
    case '=':
      return [low(condition.value), high(condition.value)]
    case '<':
    case '<=':
      return [low(), high(condition.value)]
    case '>':
    case '>=':
      return [low(condition.value), high()]
    case 'between':
      return [low(condition.low), high(condition.high)]
    case 'beginsWith':
      return [low(condition.prefix), high()]
  }
}

/** Whether a sort key meets a condition. */
export function meets(condition: SortCondition, value: Value | undefined): boolean {
  switch (condition.op) {
    case '=':
      return ordered('<=', value, condition.value) && ordered('>=', value, condition.value)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(condition.op, value, condition.value)
    case 'between':
      return ordered('>=', value, condition.low) && ordered('<=', value, condition.high)
    case 'beginsWith':
      return beginsWith(value, condition.prefix)
  }
}
