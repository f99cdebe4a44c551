import { structure, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import type { TagInput } from '../tables/table-input.ts'
import { tags } from '../tables/table-shapes.ts'
import { retag, taggedTable } from '../tables/tagged-resource.ts'
import { withTags } from '../tables/tags.ts'
import { invalid } from '../wire-error.ts'

interface TagResourceInput {
  readonly ResourceArn?: string
  readonly Tags?: readonly TagInput[]
}

const shape = structure({ ResourceArn: text(), Tags: tags })

/** Gives a table tags, in place of those of the same key (rule 16.3). */
export const tagResource: Operation = operation<TagResourceInput>(
  shape,
  async ({ ResourceArn: arn, Tags: given }, service) => {
    taggedTable(arn)
    if (given === undefined) {
      throw invalid(
        "1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null",
      )
    }
    if (given.length === 0) throw invalid('Atleast one Tag needs to be provided as Input.')
    withTags([], given) // what is wrong with them is told before the table is looked up
    await retag(service, arn!, (known) => withTags(known, given))
    return '{}'
  },
)
