import { isObject } from '../input/json.ts'
import type { StructureShape } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import type { Service } from '../service/service.ts'
import { invalid } from '../wire-error.ts'

/** An operation on a table itself, which asks for the name of the table in words of its own. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each operation names the type of its own input
export function tableOperation<I>(
  shape: StructureShape,
  run: (input: I, service: Service) => string | Promise<string>,
): Operation {
  const named = operation(shape, run)
  return (body, service) => {
    if (isObject(body) && (body['TableName'] === undefined || body['TableName'] === null)) {
      throw invalid("The parameter 'TableName' is required but was not present in the request")
    }
    return named(body, service)
  }
}
