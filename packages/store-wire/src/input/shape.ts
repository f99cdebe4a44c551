/** What an operation takes, as data: AWS calls it a shape. Constraints are checked in one place, `read-input.ts`. */
export type Shape =
  | TextShape
  | NumberShape
  | { readonly kind: 'boolean' }
  | { readonly kind: 'attributeValue' }
  | ListShape
  | MapShape
  | StructureShape

export interface TextShape {
  readonly kind: 'text'
  /** In characters. */
  readonly min?: number
  readonly max?: number
  /** As DynamoDB prints it; the whole text has to meet it. */
  readonly pattern?: string
  readonly oneOf?: readonly string[]
  /** True if the ARN of a table may stand for its name. */
  readonly arn?: boolean
}

export interface NumberShape {
  readonly kind: 'integer' | 'long' | 'double'
  readonly min?: number
  readonly max?: number
}

export interface ListShape {
  readonly kind: 'list'
  readonly of: Shape
  readonly min?: number
  readonly max?: number
}

export interface MapShape {
  readonly kind: 'map'
  readonly of: Shape
  readonly keys?: TextShape
  /** How long each of the lists is that the map holds; told of the map (rule 9.1). */
  readonly lists?: { readonly min: number; readonly max: number }
  readonly min?: number
  readonly max?: number
}

export interface StructureShape {
  readonly kind: 'structure'
  readonly members: Readonly<Record<string, Shape>>
  readonly required: readonly string[]
}

type Limits = { readonly min?: number; readonly max?: number }

export function text(limits: Omit<TextShape, 'kind'> = {}): TextShape {
  return { kind: 'text', ...limits }
}

export function oneOf(...values: readonly string[]): TextShape {
  return { kind: 'text', oneOf: values }
}

export function integer(limits: Limits = {}): NumberShape {
  return { kind: 'integer', ...limits }
}

export function long(limits: Limits = {}): NumberShape {
  return { kind: 'long', ...limits }
}

export function listOf(of: Shape, limits: Limits = {}): ListShape {
  return { kind: 'list', of, ...limits }
}

export function mapOf(of: Shape, limits: Omit<MapShape, 'kind' | 'of'> = {}): MapShape {
  return { kind: 'map', of, ...limits }
}

/** Members by name; a name that is not listed is ignored, as DynamoDB does. */
export function structure(members: Readonly<Record<string, Shape>>, ...required: readonly string[]): StructureShape {
  return { kind: 'structure', members, required }
}

export const boolean: Shape = { kind: 'boolean' }
/** One value with its type tag, such as `{"S": "a"}`; what it holds is checked by whoever decodes it. */
export const attributeValue: Shape = { kind: 'attributeValue' }
/** An item or a key. */
export const attributeMap: MapShape = mapOf(attributeValue)
