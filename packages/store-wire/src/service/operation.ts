import { readInput } from '../input/read-input.ts'
import type { Json } from '../input/json.ts'
import type { StructureShape } from '../input/shape.ts'
import type { Service } from './service.ts'

/** One operation: reads its input, and answers with JSON text. Failures are thrown, a WireError or a StoreError. */
export type Operation = (body: Json, service: Service) => string | Promise<string>

/** An operation on input of this shape; `I` is what the shape describes, member by member. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each operation names the type of its own input
export function operation<I>(
  shape: StructureShape,
  run: (input: I, service: Service) => string | Promise<string>,
): Operation {
  return (body, service) => run(readInput(shape, body) as I, service)
}
