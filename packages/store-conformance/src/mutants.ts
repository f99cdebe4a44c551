import { batchMutants } from './mutants/batches.ts'
import { conditionMutants } from './mutants/conditions.ts'
import { languageMutants } from './mutants/language.ts'
import type { Mutant } from './mutants/mutant.ts'
import { readingMutants } from './mutants/reading.ts'
import { tableMutants } from './mutants/tables.ts'
import { valueMutants } from './mutants/values.ts'
import { writingMutants } from './mutants/writing.ts'

export type { Mutant } from './mutants/mutant.ts'

/** Drivers with one mistake each; the suite must notice every one of them. */
export const mutants: readonly Mutant[] = [
  readingMutants,
  writingMutants,
  languageMutants,
  conditionMutants,
  batchMutants,
  valueMutants,
  tableMutants,
].flat()
