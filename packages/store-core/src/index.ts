export { applyUpdate } from './apply-update.ts'
export { atPaths, changedPart } from './at-paths.ts'
export { attempt, type Outcome } from './attempt.ts'
export { type BatchCallOptions, type Progress } from './batches.ts'
export { type Changeable, type Changeables, type Changes, type Computed } from './changes.ts'
export { cancelled } from './cancellation.ts'
export { checkDistinct } from './check-distinct.ts'
export { attributesNamed, checkUpdate, checkUpdateOfTable, operandFaultOf } from './check-update.ts'
export { compareKeys } from './compare-keys.ts'
export { compare, compareBytes, compareText, equal, type Order } from './compare.ts'
export {
  attributesOf,
  beginsWith,
  type Comparator,
  type Condition,
  matches,
  type Operand,
  ordered,
  pathsOf,
  sizeOf,
  type ValueOperand,
} from './condition.ts'
export type { DatabaseOptions } from './connection.ts'
export { Copier } from './copier.ts'
export { copyItem, copyValue, setOwn } from './copy.ts'
export type { Cursor } from './cursor.ts'
export { Database, type OpenShape } from './database.ts'
export {
  compareNumbers,
  Decimal,
  numberFault,
  numberOverflow,
  numberText,
  numberUnderflow,
  type NumberValue,
  parseNumber,
} from './decimal.ts'
export { digestOf } from './digest.ts'
export type * from './driver.ts'
export * from './errors.ts'
export { maxExpressionSize } from './expression-size.ts'
export { type Expressed, type Expressions, expressionsOf } from './expressions.ts'
export { indexItem, notHeld } from './index-item.ts'
export type { KeyAttribute, KeyInput, KeyType } from './key-attribute.ts'
export { keyOfText, type Keys, keyText, placeOf, scalarText } from './key-text.ts'
export {
  checkIndexKeys,
  checkItemKeys,
  checkKey,
  checkKeyValue,
  type Key,
  type Keyed,
  keyOf,
  keyOfRequest,
  hasKey,
  heldKey,
  isHeld,
  positionAttributes,
  positionOf,
} from './key.ts'
export { expired } from './liveness.ts'
export { maxOperators } from './operator-count.ts'
export { maxLevel, nestingFault } from './nesting.ts'
export { overlapOf } from './path-overlap.ts'
export { type Path, valueAt } from './path.ts'
export type {
  CountOptions,
  ListOptions,
  PageOptions,
  QueryOptions,
  ReadOptions,
  Segment,
  SortKeyInput,
} from './read-options.ts'
export type { Page } from './read.ts'
export type {
  Fields,
  KeyOf,
  NewItem,
  OwnAttributes,
  Projected,
  ProjectionInput,
  ShapeOf,
  Stored,
  TableShape,
  WholeItem,
} from './shape.ts'
export { completenessOf } from './unique.ts'
export { checkItemSize, itemSize, textSize } from './size.ts'
export { sortedSet } from './sorted-set.ts'
export { type Actor, type Stamp, type StampNames, systemActor } from './stamp.ts'
export { Store } from './store.ts'
export { checkTableName } from './table-name.ts'
export {
  type AttributeSchemas,
  defineTable,
  type IndexDefinition,
  type IndexInput,
  keyAttributes,
  type Projection,
  projects,
  type Table,
  type TableDefinition,
  type TableInput,
} from './table.ts'
export { toItem } from './to-item.ts'
export { checkSize, checkSizeRead } from './transaction-size.ts'
export type { Reading, TransactCallOptions, Transaction, TransactionReads, TransactionStore } from './transaction.ts'
export { assignments, type SetOperand, type SetValue, type Update, type UpdateAction } from './update.ts'
export { type Item, typeOf, type TypeName, type Value } from './value.ts'
export { and, type Attribute, type Attributes, not, or, type Where } from './where.ts'
export type { GetManyOptions, GetOptions, ManyWrites, Returned, ReturnOption, WriteOptions } from './write-options.ts'
