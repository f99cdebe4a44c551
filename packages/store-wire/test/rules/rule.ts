import { test } from 'vitest'

/**
 * A test that holds a rule of DynamoDB's behaviour, by its number. The numbers are read from the text of the test files
 * too, for the table of rules in docs/wire-rules.md: each is written out.
 */
export function rule(number: string, says: string, run: () => Promise<void>): void {
  test(`${says} (rule ${number})`, run)
}
