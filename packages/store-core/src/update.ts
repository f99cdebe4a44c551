import type { ValueOperand } from './condition.ts'
import type { Path } from './path.ts'
import type { Item, Value } from './value.ts'

/** What stands at a path, or something else where nothing does (rule 5.8). */
interface IfNotExists {
  readonly op: 'ifNotExists'
  readonly path: Path
  readonly otherwise: SetOperand
}

/** A value, or one of the item: `set` reads the item as it was before the update (rule 5.2). */
export type SetOperand = ValueOperand | IfNotExists

/** What `set` gives an attribute. */
export type SetValue =
  | SetOperand
  | { readonly op: '+' | '-'; readonly left: SetOperand; readonly right: SetOperand }
  | { readonly op: 'listAppend'; readonly first: SetOperand; readonly second: SetOperand }

/** One action of an update. `add` takes a number or a set, `delete` a set. */
export type UpdateAction =
  | { readonly op: 'set'; readonly path: Path; readonly to: SetValue }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'add' | 'delete'; readonly path: Path; readonly value: Value }

/** An update as data: interpreted here, printed by the DynamoDB driver. No two of its paths overlap (rule 5.3). */
export type Update = readonly UpdateAction[]

/** The update that sets attributes to values and removes others. */
export function assignments(set: Item, remove: readonly string[] = []): Update {
  const update: UpdateAction[] = []
  for (const name of Object.keys(set)) update.push({ op: 'set', path: [name], to: { value: set[name]! } })
  for (const name of remove) update.push({ op: 'remove', path: [name] })
  return update
}
