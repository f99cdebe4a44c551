import { invalid, invalidParameters } from '../wire-error.ts'
import type { TableSettings } from './settings.ts'
import type { StreamInput } from './table-input.ts'

type StreamSettings = Pick<TableSettings, 'StreamSpecification' | 'LatestStreamLabel'>

/** What a new table keeps of its stream; ValidationException by rule 12.15. */
export function newStream(input: StreamInput | undefined, now: number): StreamSettings {
  if (input === undefined) return {}
  const { StreamEnabled: enabled, StreamViewType: view } = input
  if (!enabled && view !== undefined) {
    throw invalidParameters(`Table is being created with a stream disabled, UpdateViewType should not be specified`)
  }
  if (enabled && view === undefined) {
    throw invalidParameters(`Table is being created with a stream enabled, UpdateViewType is required`)
  }
  return enabled ? { StreamSpecification: input, LatestStreamLabel: labelOf(now) } : {}
}

/** The same of a table that is there. */
export function changedStream(name: string, known: TableSettings, input: StreamInput, now: number): TableSettings {
  const { StreamEnabled: enabled, StreamViewType: view } = input
  if (enabled && view === undefined) {
    throw invalidParameters(`If stream is being enabled then UpdateViewType is required`)
  }
  if (!enabled && view !== undefined) {
    throw invalidParameters(`If stream is being disabled, then UpdateViewType must not be specified`)
  }
  const { StreamSpecification: before, ...rest } = known
  if (enabled && before !== undefined) throw invalid(`Table already has an enabled stream: TableName: ${name}`)
  if (!enabled && before === undefined) throw invalid(`Table has no stream to disable: TableName: ${name}`)
  return enabled ? { ...rest, StreamSpecification: input, LatestStreamLabel: labelOf(now) } : rest
}

/** Such as `2026-10-08T23:07:31.275`. */
function labelOf(now: number): string {
  return new Date(now).toISOString().slice(0, -1)
}
