import type { Condition } from './condition.ts'
import { describeType } from './describe.ts'
import { ValidationException } from './errors.ts'
import type { TableDefinition } from './table.ts'
import type { Item } from './value.ts'

/** The version that the caller says an item has; ValidationException if it is none, or the table counts none. */
export function expectedVersion(
  table: TableDefinition,
  { expectedVersion: expected }: { readonly expectedVersion?: number | undefined },
  call?: 'put',
): number | undefined {
  const details = { table: table.name }
  if (expected === undefined) {
    if (call === undefined || table.version === undefined) return undefined
    throw new ValidationException(
      `${call} needs expectedVersion, since this table counts versions: that of the item it replaces, or 0 for none`,
      details,
    )
  }
  if (table.version === undefined) {
    throw new ValidationException('This table counts no versions: define it with version, or use if', details)
  }
  if (Number.isSafeInteger(expected) && expected >= 0) return expected
  const got = typeof expected === 'number' ? String(expected) : describeType(expected)
  throw new ValidationException(`expectedVersion must be a whole number from 0, got ${got}`, details)
}

/** What an item meets that has the version; 0 is that of an item without one, and of none. */
export function hasVersion({ version }: TableDefinition, expected: number | undefined): Condition | undefined {
  if (version === undefined || expected === undefined) return undefined
  if (expected === 0) return { op: 'notExists', path: [version] }
  return { op: '=', left: { path: [version] }, right: { value: expected } }
}

/** The version of an item after a write, as its attribute. */
export function versionOf({ version }: TableDefinition, before: number): Item {
  return version === undefined ? {} : { [version]: before + 1 }
}

/** Why a write was refused. */
export function wrongVersion(expected: number): string {
  return `its version is not ${expected}`
}
