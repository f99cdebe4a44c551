import type { Service } from '../service/service.ts'
import { invalid, invalidParameters, WireError } from '../wire-error.ts'
import { tableOfArn } from './arn.ts'
import { knownOf, stateOf, type Tag } from './settings.ts'

/** The table that the ARN of a resource names; ValidationException where it names none. */
export function taggedTable(arn: string | undefined): string {
  if (arn === undefined) throw invalid('Invalid TableArn')
  const table = tableOfArn(arn)
  if (table !== undefined) return table
  if (!arn.startsWith('arn:')) throw invalidParameters(`ARNs must start with 'arn:': ${arn}`)
  if (!/^arn:[^:]+:dynamodb:/.test(arn)) throw invalidParameters(`Provided Arn is not a DynamoDB resource arn: ${arn}`)
  throw invalid(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`)
}

/** The word is AWS's own, as two other servers recorded it. */
export function resourceNotFound(arn: string): WireError {
  return new WireError('ResourceNotFoundException', `Requested resource not found: ResourcArn: ${arn} not found`)
}

/** Puts other tags in place of a table's. */
export function retag(
  { engine }: Service,
  arn: string,
  change: (tags: readonly Tag[]) => readonly Tag[],
): Promise<void> {
  return engine.alterTable(taggedTable(arn), (state) => {
    if (state === undefined) throw resourceNotFound(arn)
    const { definition, settings } = knownOf(state)
    return {
      table: stateOf({ definition, settings: { ...settings, Tags: change(settings.Tags ?? []) } }),
      result: undefined,
    }
  })
}
