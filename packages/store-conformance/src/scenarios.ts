import type { Scenario } from './scenario.ts'
import { batches } from './scenarios/batches.ts'
import { counts } from './scenarios/counts.ts'
import { concurrency } from './scenarios/concurrency.ts'
import { conditionOperators } from './scenarios/condition-operators.ts'
import { conditions } from './scenarios/conditions.ts'
import { copies } from './scenarios/copies.ts'
import { durability } from './scenarios/durability.ts'
import { errors } from './scenarios/errors.ts'
import { ids } from './scenarios/ids.ts'
import { indexProjections } from './scenarios/index-projections.ts'
import { indexes } from './scenarios/indexes.ts'
import { keys } from './scenarios/keys.ts'
import { numbers } from './scenarios/numbers.ts'
import { order } from './scenarios/order.ts'
import { paging } from './scenarios/paging.ts'
import { pagingBounds } from './scenarios/paging-bounds.ts'
import { projections } from './scenarios/projections.ts'
import { reads } from './scenarios/reads.ts'
import { returnValues } from './scenarios/return-values.ts'
import { segments } from './scenarios/segments.ts'
import { schemas } from './scenarios/schemas.ts'
import { softDelete } from './scenarios/soft-delete.ts'
import { stamps } from './scenarios/stamps.ts'
import { storeTransactions } from './scenarios/store-transactions.ts'
import { tables } from './scenarios/tables.ts'
import { timeToLive } from './scenarios/time-to-live.ts'
import { transactions } from './scenarios/transactions.ts'
import { uniqueAttributes } from './scenarios/unique-attributes.ts'
import { updateLanguage } from './scenarios/update-language.ts'
import { updatePaths } from './scenarios/update-paths.ts'
import { updates } from './scenarios/updates.ts'
import { values } from './scenarios/values.ts'
import { versions } from './scenarios/versions.ts'
import { writes } from './scenarios/writes.ts'

/** The whole suite. */
export const scenarios: readonly Scenario[] = [
  keys,
  values,
  numbers,
  copies,
  reads,
  writes,
  updates,
  updateLanguage,
  updatePaths,
  returnValues,
  conditions,
  conditionOperators,
  softDelete,
  stamps,
  versions,
  timeToLive,
  uniqueAttributes,
  ids,
  indexes,
  indexProjections,
  order,
  paging,
  pagingBounds,
  projections,
  counts,
  segments,
  batches,
  errors,
  schemas,
  concurrency,
  transactions,
  storeTransactions,
  tables,
  durability,
].flat()
