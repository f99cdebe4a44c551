import { tableName } from '../input/common-shapes.ts'
import { boolean, structure, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { tableNotFound } from '../tables/known-table.ts'
import { knownOf, stateOf } from '../tables/settings.ts'
import { changedTimeToLive, type TimeToLiveInput } from '../tables/time-to-live.ts'

interface UpdateTimeToLiveInput {
  readonly TableName: string
  readonly TimeToLiveSpecification: TimeToLiveInput
}

const shape = structure(
  {
    TableName: tableName,
    TimeToLiveSpecification: structure(
      { Enabled: boolean, AttributeName: text({ min: 1, max: 255 }) },
      'Enabled',
      'AttributeName',
    ),
  },
  'TableName',
  'TimeToLiveSpecification',
)

/** Says which attribute holds when an item expires, which may be a key (rules 11.1, 11.2, 11.6 and 11.8). */
export const updateTimeToLive: Operation = operation<UpdateTimeToLiveInput>(
  shape,
  async ({ TableName: name, TimeToLiveSpecification: input }, service) => {
    await service.engine.alterTable(name, (state) => {
      if (state === undefined) throw tableNotFound(name)
      const { definition, settings } = knownOf(state)
      const changed = changedTimeToLive({ definition, settings }, input, service.now(), service.timeToLiveInterval ?? 0)
      return { table: stateOf({ definition, settings: { ...settings, TimeToLive: changed } }), result: undefined }
    })
    const { Enabled, AttributeName } = input
    return JSON.stringify({ TimeToLiveSpecification: { Enabled, AttributeName } })
  },
)
