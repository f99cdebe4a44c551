import type { Segment } from '@cmz/store-core'
import { checkParameters, ofScans } from '../expressions/check-parameters.ts'
import { readCheckedExpressions } from '../expressions/read-expressions.ts'
import { conditions } from '../input/common-shapes.ts'
import { integer, structure } from '../input/shape.ts'
import { readPage } from '../reads/read-page.ts'
import { checkSelect, readMembers, type ReadParameters } from '../reads/read-parameters.ts'
import { checkScanStart, decodeStartKey } from '../reads/start-key.ts'
import { type Operation, operation } from '../service/operation.ts'
import { invalid } from '../wire-error.ts'

interface ScanInput extends ReadParameters {
  readonly Segment?: number
  readonly TotalSegments?: number
}

const shape = structure(
  {
    ...readMembers,
    ScanFilter: conditions,
    TotalSegments: integer({ min: 1, max: 1_000_000 }),
    Segment: integer({ min: 0, max: 999_999 }),
  },
  'TableName',
)

/** A page of a whole table or index, or of one segment of it (section 8 of the rules). */
export const scan: Operation = operation<ScanInput>(shape, (input, service) => {
  const said = checkParameters(input, ofScans)
  const startAfter = decodeStartKey(input.ExclusiveStartKey)
  const segment = segmentOf(input)
  const expressions = readCheckedExpressions(input, said, ofScans)
  checkSelect(input)
  return readPage(input, service, expressions, (target) => {
    if (startAfter !== undefined) checkScanStart(target, startAfter, segment)
    return { ...(startAfter && { startAfter }), ...(segment && { segment }) }
  })
})

/** The segment that is asked for (rule 8.3). */
function segmentOf({ Segment: number, TotalSegments: of }: ScanInput): Segment | undefined {
  if (of === undefined) {
    if (number === undefined) return undefined
    throw invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    )
  }
  if (number === undefined) {
    throw invalid(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    )
  }
  if (number < of) return { number, of }
  throw invalid(
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
      `Segment: ${number} is not less than TotalSegments: ${of}`,
  )
}
