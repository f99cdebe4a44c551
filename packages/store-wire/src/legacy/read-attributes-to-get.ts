import type { Path } from '@cmz/store-core'
import { checkName } from '../values/decode.ts'
import { invalidParameters } from '../wire-error.ts'

/** The projection that `AttributesToGet` stands for. */
export function readAttributesToGet(names: readonly string[]): readonly Path[] {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) throw invalidParameters(`Duplicate value in attribute name: ${name}`)
    checkName(name)
    seen.add(name)
  }
  return names.map((name): Path => [name])
}
