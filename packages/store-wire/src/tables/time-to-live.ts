import { invalid } from '../wire-error.ts'
import type { Known, TimeToLive } from './settings.ts'

export interface TimeToLiveInput {
  readonly Enabled: boolean
  readonly AttributeName: string
}

/** The attribute that says when an item expires; `undefined` where none does. */
export function timeToLiveOf({ definition, settings }: Known): string | undefined {
  const { TimeToLive: set } = settings
  if (set === undefined) return definition.timeToLive
  return set.Enabled ? set.AttributeName : undefined
}

/** What a table keeps of its time to live after a change at a time in ms; ValidationException by rules 11.1 and 11.2. */
export function changedTimeToLive(known: Known, input: TimeToLiveInput, now: number, interval: number): TimeToLive {
  const { Enabled, AttributeName } = input
  const attribute = timeToLiveOf(known)
  if (attribute === undefined && !Enabled) throw invalid('TimeToLive is already disabled')
  if (attribute !== undefined && attribute !== AttributeName) {
    throw invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${attribute}`)
  }
  if (attribute !== undefined && Enabled) throw invalid('TimeToLive is already enabled')
  const { ChangedDateTime: changed = -Infinity } = known.settings.TimeToLive ?? {}
  if (now - changed * 1000 < interval) {
    throw invalid('Time to live has been modified multiple times within a fixed interval')
  }
  return { Enabled, AttributeName, ChangedDateTime: now / 1000 }
}
