import type { Service } from '../service/service.ts'

/** Every endpoint of this kind has the same account, as it asks nobody who they are. */
export const accountId = '000000000000'

const form = /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/([a-zA-Z0-9_.-]{3,255})$/

/** The ARN of a table (rule 12.14). */
export function tableArn({ region }: Service, table: string): string {
  return `arn:aws:dynamodb:${region}:${accountId}:table/${table}`
}

/**
 * The table that an ARN names, if it has the form of a table's. Region and account are not compared: whoever points a
 * client at an endpoint of their own keeps the ARNs that the program has.
 */
export function tableOfArn(arn: string): string | undefined {
  return arn.startsWith('arn:') ? form.exec(arn)?.[1] : undefined
}

/** The name of the table that a member of a request names by its name or its ARN. */
export function tableNameOf(given: string): string {
  return tableOfArn(given) ?? given
}
