import type { Scenario } from './scenario.ts'
import { batches } from './scenarios/batches.ts'
import { comparedAttributes } from './scenarios/compared-attributes.ts'
import { concurrency } from './scenarios/concurrency.ts'
import { conditionOperators } from './scenarios/condition-operators.ts'
import { conditionTypes } from './scenarios/condition-types.ts'
import { conditions } from './scenarios/conditions.ts'
import { copies } from './scenarios/copies.ts'
import { counts } from './scenarios/counts.ts'
import { driverPages } from './scenarios/driver-pages.ts'
import { driverUpdates } from './scenarios/driver-updates.ts'
import { durability } from './scenarios/durability.ts'
import { errors } from './scenarios/errors.ts'
import { ids } from './scenarios/ids.ts'
import { indexKeys } from './scenarios/index-keys.ts'
import { indexProjections } from './scenarios/index-projections.ts'
import { indexes } from './scenarios/indexes.ts'
import { expressions } from './scenarios/expressions.ts'
import { itemSize } from './scenarios/item-size.ts'
import { keyLimits } from './scenarios/key-limits.ts'
import { keys } from './scenarios/keys.ts'
import { names } from './scenarios/names.ts'
import { numbers } from './scenarios/numbers.ts'
import { order } from './scenarios/order.ts'
import { pagingBounds } from './scenarios/paging-bounds.ts'
import { paging } from './scenarios/paging.ts'
import { projections } from './scenarios/projections.ts'
import { ranges } from './scenarios/ranges.ts'
import { reads } from './scenarios/reads.ts'
import { refusedTransactions } from './scenarios/refused-transactions.ts'
import { returnValues } from './scenarios/return-values.ts'
import { returnedParts } from './scenarios/returned-parts.ts'
import { schemas } from './scenarios/schemas.ts'
import { segments } from './scenarios/segments.ts'
import { setOperands } from './scenarios/set-operands.ts'
import { sets } from './scenarios/sets.ts'
import { sizes } from './scenarios/sizes.ts'
import { softDelete } from './scenarios/soft-delete.ts'
import { stamps } from './scenarios/stamps.ts'
import { storeTransactions } from './scenarios/store-transactions.ts'
import { sums } from './scenarios/sums.ts'
import { tables } from './scenarios/tables.ts'
import { timeToLive } from './scenarios/time-to-live.ts'
import { tokens } from './scenarios/tokens.ts'
import { transactionReads } from './scenarios/transaction-reads.ts'
import { transactions } from './scenarios/transactions.ts'
import { uniqueAttributes } from './scenarios/unique-attributes.ts'
import { uniqueStrangers } from './scenarios/unique-strangers.ts'
import { updateLanguage } from './scenarios/update-language.ts'
import { updatePaths } from './scenarios/update-paths.ts'
import { updates } from './scenarios/updates.ts'
import { values } from './scenarios/values.ts'
import { versions } from './scenarios/versions.ts'
import { writes } from './scenarios/writes.ts'

/** The whole suite. */
export const scenarios: readonly Scenario[] = [
  keys,
  keyLimits,
  values,
  sets,
  numbers,
  expressions,
  itemSize,
  names,
  copies,
  reads,
  ranges,
  writes,
  updates,
  updateLanguage,
  updatePaths,
  setOperands,
  sums,
  driverUpdates,
  returnValues,
  returnedParts,
  conditions,
  conditionOperators,
  conditionTypes,
  sizes,
  comparedAttributes,
  softDelete,
  stamps,
  versions,
  timeToLive,
  uniqueAttributes,
  uniqueStrangers,
  ids,
  indexes,
  indexKeys,
  indexProjections,
  order,
  paging,
  pagingBounds,
  driverPages,
  projections,
  counts,
  segments,
  batches,
  errors,
  schemas,
  concurrency,
  transactions,
  storeTransactions,
  refusedTransactions,
  transactionReads,
  tokens,
  tables,
  durability,
].flat()
