/** What `ReturnConsumedCapacity` may ask for (rule 13.7). */
export type AskedCapacity = 'TOTAL' | 'INDEXES'

/** Units of capacity that a request consumed of one table, by what consumed them. */
export interface Consumed {
  table: number
  readonly global: Map<string, number>
  readonly local: Map<string, number>
}

/** Which of the two kinds of units a transaction's answer names beside the total. */
export type UnitKind = 'ReadCapacityUnits' | 'WriteCapacityUnits'

/** What is asked for, if anything is. */
export function askedCapacity({
  ReturnConsumedCapacity: asked,
}: {
  readonly ReturnConsumedCapacity?: string
}): AskedCapacity | undefined {
  return asked === 'TOTAL' || asked === 'INDEXES' ? asked : undefined
}

export function nothingConsumed(): Consumed {
  return { table: 0, global: new Map(), local: new Map() }
}

/** Adds units of an index. */
export function consumeIndex(consumed: Consumed, kind: 'global' | 'local', index: string, units: number): void {
  consumed[kind].set(index, (consumed[kind].get(index) ?? 0) + units)
}

/** The JSON text of what one table consumed: in total, and by table and index where that is asked for. */
export function encodeConsumed(name: string, consumed: Consumed, asked: AskedCapacity, kind?: UnitKind): string {
  const { table, global, local } = consumed
  const units = (of: number): object => ({ CapacityUnits: of, ...(kind && { [kind]: of }) })
  const byIndex = (of: ReadonlyMap<string, number>): object | undefined =>
    of.size === 0 ? undefined : Object.fromEntries([...of].map(([index, each]) => [index, units(each)]))
  return JSON.stringify({
    TableName: name,
    ...units(table + sum(global) + sum(local)),
    ...(asked === 'INDEXES' && {
      Table: units(table),
      GlobalSecondaryIndexes: byIndex(global),
      LocalSecondaryIndexes: byIndex(local),
    }),
  })
}

/** The JSON text of what several tables consumed. */
export function encodeAllConsumed(
  tables: ReadonlyMap<string, Consumed>,
  asked: AskedCapacity,
  kind?: UnitKind,
): string {
  return `[${[...tables].map(([name, consumed]) => encodeConsumed(name, consumed, asked, kind)).join(',')}]`
}

/** The units of one of several tables, to be added to. */
export function consumedOf(tables: Map<string, Consumed>, name: string): Consumed {
  let consumed = tables.get(name)
  if (consumed === undefined) tables.set(name, (consumed = nothingConsumed()))
  return consumed
}

function sum(units: ReadonlyMap<string, number>): number {
  let total = 0
  for (const each of units.values()) total += each
  return total
}
