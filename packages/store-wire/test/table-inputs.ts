/** The parts of CreateTable's input, short. */
type Part = Readonly<Record<string, unknown>>

export function hash(name: string): Part {
  return { AttributeName: name, KeyType: 'HASH' }
}

export function range(name: string): Part {
  return { AttributeName: name, KeyType: 'RANGE' }
}

/** Attribute definitions of type S, or of the type after the colon. */
export function defined(...names: readonly string[]): readonly Part[] {
  return names.map((each) => {
    const [name, type = 'S'] = each.split(':')
    return { AttributeName: name, AttributeType: type }
  })
}

export const provisioned: Part = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }

/** A table `abc` with keys a and b, billed on demand. */
export const plainTable: Part = {
  TableName: 'abc',
  AttributeDefinitions: defined('a', 'b'),
  KeySchema: [hash('a'), range('b')],
  BillingMode: 'PAY_PER_REQUEST',
}

/** The same with an index `global` on g. */
export function withGlobal(index: Part = {}, table: Part = {}): Part {
  return {
    ...plainTable,
    AttributeDefinitions: defined('a', 'b', 'g'),
    GlobalSecondaryIndexes: [
      { IndexName: 'global', KeySchema: [hash('g')], Projection: { ProjectionType: 'ALL' }, ...index },
    ],
    ...table,
  }
}

/** The same with an index `local` on a and g. */
export function withLocal(index: Part = {}, table: Part = {}): Part {
  return {
    ...plainTable,
    AttributeDefinitions: defined('a', 'b', 'g'),
    LocalSecondaryIndexes: [
      { IndexName: 'local', KeySchema: [hash('a'), range('g')], Projection: { ProjectionType: 'ALL' }, ...index },
    ],
    ...table,
  }
}
