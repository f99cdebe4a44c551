import { structure } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'

/** Where to send requests: here, since a client that looks for endpoints must not end up at AWS. */
export const describeEndpoints: Operation = operation(structure({}), (_, { address }) =>
  JSON.stringify({ Endpoints: [{ Address: address?.() ?? 'localhost', CachePeriodInMinutes: 1440 }] }),
)
