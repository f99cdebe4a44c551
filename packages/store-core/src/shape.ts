import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { NumberValue } from './decimal.ts'
import type { Stamp } from './stamp.ts'
import type { KeyInput } from './key-attribute.ts'
import type { AttributeSchemas, TableInput } from './table.ts'
import type { Item, Value } from './value.ts'

/** The types that a table definition carries. */
export interface TableShape {
  /** An item as it is stored, without the store's own attributes. */
  item: object
  /** An item as `create` and `put` take it, before the schema fills in defaults. */
  input: object
  partitionKey: string
  sortKey: string
  index: string
}

/** What the store itself keeps in an item, under the default names. */
export interface OwnAttributes {
  readonly softDelete?: boolean
  readonly created?: Stamp
  readonly modified?: Stamp
  readonly deleted?: Stamp
  readonly version?: number
}

/** An item as the store hands it out. */
export type Stored<S extends TableShape> = S['item'] & OwnAttributes

/** An item as `create` takes it: the partition key may be left to the store. */
export type NewItem<S extends TableShape> = EachWithout<S['input'], S['partitionKey']> & {
  readonly [P in S['partitionKey']]?: MemberOf<S['input'], P> | undefined
}

/** An item as `put` takes it: an item that was read may be given back whole. */
export type WholeItem<S extends TableShape> = S['input'] & OwnAttributes

/** What `updateFields` sets. */
export type Fields<S extends TableShape> = PartOf<S['input']>

type PartOf<T> = { readonly [P in keyof T]?: T[P] | undefined }

/** What a read is to hand out: attributes, or places inside them such as `['address', 'zip']` or `['tags', 0]`. */
export type ProjectionInput<S extends TableShape> = readonly (
  | Extract<keyof Stored<S>, string>
  | readonly [Extract<keyof Stored<S>, string>, ...(string | number)[]]
)[]

/** What is left of an item by a projection. */
export type Projected<S extends TableShape, P> = P extends readonly (infer E)[]
  ? Flatten<
      Pick<Stored<S>, Extract<E, keyof Stored<S>>> & {
        [N in E extends readonly [infer First, ...unknown[]] ? Extract<First, keyof Stored<S>> : never]?: Inside<
          Stored<S>[N]
        >
      }
    >
  : Stored<S>

/** Any part of a value. */
type Inside<T> = [NonNullable<Value>] extends [T]
  ? T
  : T extends string | NumberValue | boolean | null | Uint8Array | ReadonlySet<unknown>
    ? T
    : { [P in keyof T]?: Inside<T[P]> }

type KeyName<S extends TableShape> = S['partitionKey'] | S['sortKey']

/** A key: the value alone where the table has no sort key, or an object of all key attributes. */
export type KeyOf<S extends TableShape> =
  | { readonly [P in KeyName<S>]: MemberOf<S['item'], P> }
  | ([S['sortKey']] extends [never] ? MemberOf<S['item'], S['partitionKey']> : never)

/** `Omit` of each member of a union: an item may be of several kinds. */
type EachWithout<T, P extends string> = T extends unknown ? Omit<T, P> : never

type MemberOf<T, P extends string> = P extends keyof T ? T[P] : never

/** The shape of the table that `defineTable` makes of its input. */
export interface ShapeOf<D extends TableInput> extends TableShape {
  item: SchemaItem<D, 'output'>
  input: SchemaItem<D, 'input'>
  partitionKey: KeyNameOf<D['partitionKey']>
  sortKey: D['sortKey'] extends KeyInput ? KeyNameOf<D['sortKey']> : never
  index: D['indexes'] extends object ? Extract<keyof D['indexes'], string> : never
}

type KeyNameOf<K extends KeyInput> = K extends { readonly name: infer N extends string } ? N : Extract<K, string>

type SchemaItem<D extends TableInput, Side extends 'input' | 'output'> = D['attributes'] extends AttributeSchemas
  ? OptionalWhereUndefined<
      { [P in keyof D['attributes']]: SideOf<D['attributes'][P], Side> },
      Side extends 'input' ? never : undefined
    >
  : D['schema'] extends StandardSchemaV1
    ? Extract<SideOf<D['schema'], Side>, object>
    : Item

type SideOf<X extends StandardSchemaV1, Side extends 'input' | 'output'> = Side extends 'input'
  ? StandardSchemaV1.InferInput<X>
  : StandardSchemaV1.InferOutput<X>

/** What a caller hands in may say `undefined` for an absent attribute; what a read hands out never does. */
type OptionalWhereUndefined<T, Never> = Flatten<
  { -readonly [P in keyof T as undefined extends T[P] ? never : P]: T[P] } & {
    -readonly [P in keyof T as undefined extends T[P] ? P : never]?: Exclude<T[P], Never>
  }
>

type Flatten<T> = { [P in keyof T]: T[P] }
