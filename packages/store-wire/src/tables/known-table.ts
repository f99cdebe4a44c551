import type { TableData } from '@cmz/store-memory'
import type { Service } from '../service/service.ts'
import { WireError } from '../wire-error.ts'

/** What the operations on tables say of one that is not there (rule 12.9); those on items say less. */
export function tableNotFound(name: string): WireError {
  return new WireError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`)
}

/** A table, even one whose file cannot be read. ResourceNotFoundException where there is none. */
export function knownTable({ engine }: Service, name: string): TableData {
  const table = engine.tables.find(name)
  if (table === undefined) throw tableNotFound(name)
  return table
}
