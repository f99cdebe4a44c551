import {
  applyUpdate,
  attributesNamed,
  changedPart,
  checkIndexKeys,
  ConditionalCheckFailedException,
  type Item,
  keyOfRequest,
  matches,
  type TransactRequest,
  type WriteRequest,
} from '@cmz/store-core'
import { checkKeys } from './check-definition.ts'
import type { Change, View } from './durability.ts'

/** What a request does: the item before and after it, and the change to commit, if there is one. */
export interface Effect {
  readonly before: Item | undefined
  readonly after: Item | undefined
  readonly change: Change | undefined
}

/** What a request does to the state it finds. ConditionalCheckFailedException, or ValidationException, where it is refused. */
export function effectOf(request: TransactRequest, view: View, needsBefore = false): Effect {
  const { name } = request.table
  const definition = view.definition(name)
  checkKeys(definition, request.table) // somebody may have dropped that table, and made another one of its name
  const key = keyOfRequest(request)
  const { condition } = request
  const isNeeded = needsBefore || condition !== undefined || request.kind === 'update'
  const before = isNeeded ? view.get(name, key) : undefined
  if (condition !== undefined && !matches(condition, before)) {
    const current = request.wantsCurrent === true ? before : undefined
    throw new ConditionalCheckFailedException({ table: name, key, current })
  }
  switch (request.kind) {
    case 'put':
      checkIndexKeys(definition, request.item) // the caller's definition may lack an index that another one named
      return { before, after: request.item, change: { table: name, key, item: request.item } }
    case 'update': {
      const after = applyUpdate(request.update, before, key, { table: name, key })
      if (after === undefined) return { before, after, change: undefined }
      // a new item brings its key too, which an index may have for its own (rule 2.13)
      const given = before === undefined ? after : attributesNamed(request.update, after)
      checkIndexKeys(definition, given, 'update')
      return { before, after, change: { table: name, key, item: after } }
    }
    case 'delete':
      return { before, after: undefined, change: { table: name, key, item: null } }
    case 'check':
      return { before, after: before, change: undefined }
  }
}

/** The item that a write answers with; not a copy. */
export function answerOf(request: WriteRequest, { before, after }: Effect): Item | undefined {
  switch (request.returnValues ?? 'allNew') {
    case 'allNew':
      return after
    case 'allOld':
      return before
    case 'updatedNew':
      return request.kind === 'update' ? changedPart(request.update, after) : undefined
    case 'updatedOld':
      return request.kind === 'update' ? changedPart(request.update, before) : undefined
  }
}
