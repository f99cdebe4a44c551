import { structure } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'

/** What an account of AWS has at first; this endpoint holds nobody to it. */
const limits = JSON.stringify({
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
})

/** How much could be provisioned. */
export const describeLimits: Operation = operation(structure({}), () => limits)
