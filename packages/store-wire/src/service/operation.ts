import { readInput } from '../input/read-input.ts'
import type { Json, JsonObject } from '../input/json.ts'
import type { StructureShape } from '../input/shape.ts'
import { tableNameOf } from '../tables/arn.ts'
import type { Service } from './service.ts'

/** One operation: reads its input, and answers with JSON text. Failures are thrown, a WireError or a StoreError. */
export type Operation = (body: Json, service: Service) => string | Promise<string>

/** An operation on input of this shape; `I` is what the shape describes, member by member. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each operation names the type of its own input
export function operation<I>(
  shape: StructureShape,
  run: (input: I, service: Service) => string | Promise<string>,
): Operation {
  return (body, service) => {
    const input = readInput(shape, body)
    nameTable(input)
    return run(input as I, service)
  }
}

/** Puts a table's name in place of its ARN. */
function nameTable(input: JsonObject): void {
  const given = input['TableName']
  if (typeof given !== 'string') return
  const name = tableNameOf(given)
  if (name !== given) (input as Record<string, Json>)['TableName'] = name
}
