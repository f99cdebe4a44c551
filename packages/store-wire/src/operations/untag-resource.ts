import { listOf, structure, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { retag, taggedTable } from '../tables/tagged-resource.ts'
import { withoutTags } from '../tables/tags.ts'
import { invalid } from '../wire-error.ts'

interface UntagResourceInput {
  readonly ResourceArn?: string
  readonly TagKeys?: readonly string[]
}

const shape = structure({ ResourceArn: text(), TagKeys: listOf(text()) })

/** Takes tags away from a table, by their keys; none needs to be there (rule 16.3). */
export const untagResource: Operation = operation<UntagResourceInput>(
  shape,
  async ({ ResourceArn: arn, TagKeys: keys }, service) => {
    taggedTable(arn)
    if (keys === undefined) {
      throw invalid(
        "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
      )
    }
    if (keys.length === 0) throw invalid('Atleast one Tag Key needs to be provided as Input.')
    withoutTags([], keys)
    await retag(service, arn!, (known) => withoutTags(known, keys))
    return '{}'
  },
)
