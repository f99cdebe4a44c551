import type { Projection } from '@cmz/store-core'
import { invalidParameters } from '../wire-error.ts'
import { checkStorableName } from './storable-name.ts'
import type { ProjectionInput } from './table-input.ts'

/** What an index holds besides the keys; ValidationException by rule 12.7. */
export function projectionOf({ ProjectionType: type, NonKeyAttributes: attributes }: ProjectionInput): Projection {
  if (type === undefined) throw invalidParameters(`Unknown ProjectionType: null`)
  if (type !== 'INCLUDE') {
    if (attributes === undefined) return type
    throw invalidParameters(`ProjectionType is ${type}, but NonKeyAttributes is specified`)
  }
  if (attributes === undefined) {
    throw invalidParameters(`ProjectionType is INCLUDE, but NonKeyAttributes is not specified`)
  }
  const twice = attributes.find((name, index) => attributes.indexOf(name) < index)
  if (twice !== undefined) throw invalidParameters(`Duplicate element in NonKeyAttributes: ${twice}`)
  for (const name of attributes) checkStorableName(name)
  return attributes
}

/** A projection as DescribeTable tells it: the attributes by name. */
export function describeProjection(projection: Projection): ProjectionInput {
  if (typeof projection === 'string') return { ProjectionType: projection }
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: projection.toSorted() }
}
