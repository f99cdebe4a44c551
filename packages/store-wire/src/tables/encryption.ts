import { invalidParameters } from '../wire-error.ts'
import type { TableSettings } from './settings.ts'
import type { EncryptionInput } from './table-input.ts'

type EncryptionSettings = Pick<TableSettings, 'SSESpecification'>

/** What a new table keeps of its encryption, which is only told: nothing is encrypted here. */
export function newEncryption(input: EncryptionInput | undefined): EncryptionSettings {
  if (input === undefined) return {}
  const { Enabled: enabled, SSEType: type, KMSMasterKeyId: key } = input
  if (enabled === false) {
    const member = type === undefined ? key && 'KMSMasterKeyId' : 'SSEType'
    if (member !== undefined) throw invalidParameters(`${member} can not be specified if Enabled is false`)
  }
  if (type === 'AES256') throw invalidParameters(`SSEType AES256 is not supported`)
  if (key !== undefined && type === undefined) {
    throw invalidParameters(`SSEType KMS is required if KMSMasterKeyId is specified`)
  }
  return enabled === true || type !== undefined ? { SSESpecification: input } : {}
}

/** The same of a table that is there. */
export function changedEncryption(known: TableSettings, input: EncryptionInput): TableSettings {
  const { SSESpecification: before, ...rest } = known
  const { SSESpecification: after } = newEncryption(input)
  if (before === undefined && after === undefined) {
    throw invalidParameters(`Table is already encrypted by default`)
  }
  return after === undefined ? rest : { ...rest, SSESpecification: after }
}
