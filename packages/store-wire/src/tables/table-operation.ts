import { tableName } from '../input/common-shapes.ts'
import { isObject, type Json } from '../input/json.ts'
import { readInput } from '../input/read-input.ts'
import { structure, type StructureShape } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import type { Service } from '../service/service.ts'
import { invalid, WireError } from '../wire-error.ts'

const onlyName = structure({ TableName: tableName })

/** An operation on a table itself, which asks for the name of the table in words of its own. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each operation names the type of its own input
export function tableOperation<I>(
  shape: StructureShape,
  run: (input: I, service: Service) => string | Promise<string>,
): Operation {
  const named = operation(shape, run)
  return (body, service) => {
    checkForm(shape, body)
    if (isObject(body) && (body['TableName'] === undefined || body['TableName'] === null)) {
      throw invalid("The parameter 'TableName' is required but was not present in the request")
    }
    readInput(onlyName, isObject(body) ? { TableName: body['TableName'] } : body) // an ill-formed name is told alone
    return named(body, service)
  }
}

/** JSON of another form is told before anything else (rule 13.5). */
function checkForm(shape: StructureShape, body: Json): void {
  try {
    readInput(shape, body)
  } catch (error) {
    if (!(error instanceof WireError) || error.name === 'SerializationException') throw error
  }
}
