import { invalid } from '../wire-error.ts'
import type { Tag } from './settings.ts'
import type { TagInput } from './table-input.ts'

const most = 50
const text = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** Tags with others on top, of which each replaces the one of its key; ValidationException where one is none. */
export function withTags(known: readonly Tag[], given: readonly TagInput[]): readonly Tag[] {
  const merged = new Map(known.map(({ Key, Value }) => [Key, Value]))
  const keys = new Set<string>()
  for (const { Key: key, Value: value } of given) {
    checkKey(key)
    if (value === undefined || value.length > 256 || !text.test(value)) {
      throw invalid(`The Tag Value provided is invalid, Value: ${value ?? 'null'}`)
    }
    if (keys.has(key)) throw invalid(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`)
    keys.add(key)
    merged.set(key, value)
  }
  checkCount(merged.size)
  return [...merged].map(([Key, Value]) => ({ Key, Value }))
}

/** Tags without those of some keys, of which none needs to be there. */
export function withoutTags(known: readonly Tag[], keys: readonly string[]): readonly Tag[] {
  for (const key of keys) checkKey(key)
  checkCount(keys.length)
  const gone = new Set(keys)
  return known.filter(({ Key }) => !gone.has(Key))
}

function checkKey(key: string | undefined): asserts key is string {
  if (key === undefined || key === '' || key.length > 128 || !text.test(key)) {
    throw invalid(`The Tag Key provided is invalid, Key: ${key ?? 'null'}`)
  }
  if (/^aws:/i.test(key)) throw invalid(`Tag Key cannot be prefixed with aws:, Key: ${key}`)
}

function checkCount(count: number): void {
  if (count > most) throw invalid('Number of Tags exceed the current limit for the provided ResourceArn')
}
