import { tableOfArn } from '../tables/arn.ts'
import { invalid, unreadable } from '../wire-error.ts'
import { checkAttributeValue } from './check-attribute-value.ts'
import { collectionFault, conversionFault, structureFault } from './form-faults.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import type { ListShape, MapShape, NumberShape, Shape, StructureShape, TextShape } from './shape.ts'

/**
 * Checks a body against the shape of its operation: SerializationException where its JSON has another form, then one
 * ValidationException for all constraints that are broken (rules 6.7 and 13.5). A member that is `null` counts as absent.
 */
export function readInput(shape: StructureShape, body: Json): JsonObject {
  const violations: string[] = []
  readStructure(shape, body, '', violations)
  if (violations.length === 0) return body as JsonObject
  const count = violations.length
  throw invalid(`${count} validation error${count === 1 ? '' : 's'} detected: ${violations.join('; ')}`)
}

function read(shape: Shape, json: Json, path: string, violations: string[]): void {
  switch (shape.kind) {
    case 'text':
      return readText(shape, json, path, violations)
    case 'integer':
    case 'long':
    case 'double':
      return readNumber(shape, json, path, violations)
    case 'boolean':
      if (typeof json !== 'boolean') throw unreadable(conversionFault(json, 'Boolean'))
      return
    case 'attributeValue':
      return checkAttributeValue(json)
    case 'list':
      return readList(shape, json, path, violations)
    case 'map':
      return readMap(shape, json, path, violations)
    case 'structure':
      return readStructure(shape, json, path, violations)
  }
}

function readStructure({ members, required }: StructureShape, json: Json, path: string, violations: string[]): void {
  if (!isObject(json)) throw unreadable(structureFault(json))
  const at = path === '' ? '' : `${path}.`
  for (const name of required) {
    if (json[name] === undefined || json[name] === null) {
      violations.push(`Value null at '${at}${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`)
    }
  }
  let known = 0
  for (const name in members) {
    const value = json[name]
    if (value === undefined) continue
    if (value === null) leaveOut(json, name)
    else {
      known++
      read(members[name]!, value, `${at}${lowerFirst(name)}`, violations)
    }
  }
  leaveOutOthers(members, json, known)
}

/** What an operation does not take is absent: another one may take it. */
function leaveOutOthers(members: StructureShape['members'], json: JsonObject, known: number): void {
  let all = 0
  for (const _ in json) all++
  if (all === known) return
  for (const name in json) if (!Object.hasOwn(members, name)) leaveOut(json, name)
}

/** It is gone, since transactions of one token are compared as they were read (rule 10.10). */
function leaveOut(json: JsonObject, name: string): void {
  Reflect.deleteProperty(json, name)
}

function readText({ min, max, pattern, oneOf, arn }: TextShape, json: Json, path: string, violations: string[]): void {
  if (typeof json !== 'string') throw unreadable(conversionFault(json, 'String'))
  if (arn === true && tableOfArn(json) !== undefined) return
  const refuse = (rule: string): void => {
    violations.push(`Value '${json}' at '${path}' failed to satisfy constraint: Member must ${rule}`)
  }
  if (oneOf !== undefined && !oneOf.includes(json)) refuse(`satisfy enum value set: [${oneOf.join(', ')}]`)
  if (pattern !== undefined && !matcherOf(pattern).test(json)) refuse(`satisfy regular expression pattern: ${pattern}`)
  if (min !== undefined && json.length < min) refuse(`have length greater than or equal to ${min}`)
  if (max !== undefined && json.length > max) refuse(`have length less than or equal to ${max}`)
}

function readNumber({ kind, min, max }: NumberShape, json: Json, path: string, violations: string[]): void {
  if (typeof json !== 'number') throw unreadable(conversionFault(json, numberNames[kind]))
  const refuse = (rule: string): void => {
    violations.push(`Value '${json}' at '${path}' failed to satisfy constraint: Member must have value ${rule}`)
  }
  if (min !== undefined && json < min) refuse(`greater than or equal to ${min}`)
  if (max !== undefined && json > max) refuse(`less than or equal to ${max}`)
}

const numberNames = { integer: 'Integer', long: 'Long', double: 'Double' } as const

function readList({ of, min, max }: ListShape, json: Json, path: string, violations: string[]): void {
  if (!Array.isArray(json)) throw unreadable(collectionFault(json))
  checkLength(json.length, json, min, max, path, violations)
  for (let index = 0; index < json.length; index++) {
    read(of, json[index] as Json, `${path}.${index + 1}.member`, violations)
  }
}

function readMap({ of, keys, lists, min, max }: MapShape, json: Json, path: string, violations: string[]): void {
  if (!isObject(json)) throw unreadable(structureFault(json))
  if (lists !== undefined) checkLists(json, lists, path, violations)
  if (min !== undefined || max !== undefined) {
    checkLength(Object.keys(json).length, json, min, max, path, violations)
  }
  for (const name in json) {
    if (keys !== undefined) readText(keys, name, path, violations)
    const value = json[name]!
    if (value !== null) read(of, value, of.kind === 'attributeValue' ? path : `${path}.${name}.member`, violations)
    else if (of.kind === 'structure' || of.kind === 'list') {
      violations.push(`Value null at '${path}.${name}.member' failed to satisfy constraint: Member must not be null`)
    }
  }
}

function checkLength(
  length: number,
  json: Json,
  min: number | undefined,
  max: number | undefined,
  path: string,
  violations: string[],
): void {
  const refuse = (rule: string): void => {
    violations.push(`Value '${JSON.stringify(json)}' at '${path}' failed to satisfy constraint: Member must ${rule}`)
  }
  if (min !== undefined && length < min) refuse(`have length greater than or equal to ${min}`)
  if (max !== undefined && length > max) refuse(`have length less than or equal to ${max}`)
}

function checkLists(
  json: JsonObject,
  { min, max }: { readonly min: number; readonly max: number },
  path: string,
  violations: string[],
): void {
  for (const name in json) {
    const list = json[name]
    if (!Array.isArray(list) || (list.length >= min && list.length <= max)) continue
    violations.push(
      `Value '${JSON.stringify(json)}' at '${path}' failed to satisfy constraint: Map value must satisfy constraint: ` +
        `[Member must have length less than or equal to ${max}, Member must have length greater than or equal to ${min}]`,
    )
    return
  }
}

const matchers = new Map<string, RegExp>()

function matcherOf(pattern: string): RegExp {
  let matcher = matchers.get(pattern)
  if (matcher === undefined) matchers.set(pattern, (matcher = new RegExp(`^(?:${pattern})$`)))
  return matcher
}

const lowered = new Map<string, string>()

function lowerFirst(name: string): string {
  let text = lowered.get(name)
  if (text === undefined) lowered.set(name, (text = name.charAt(0).toLowerCase() + name.slice(1)))
  return text
}
