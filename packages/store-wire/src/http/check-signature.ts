import type { IncomingHttpHeaders } from 'node:http'
import { WireError } from '../wire-error.ts'

/**
 * What is wrong with the form of a signature, in a header or in the query (rule 13.3); `undefined` for nothing. Whose
 * key it is and whether it is right is not looked at.
 */
export function signatureFault(headers: IncomingHttpHeaders, url: string): WireError | undefined {
  const { authorization } = headers
  const query = url.length > 1 ? new URLSearchParams(url.slice(url.indexOf('?') + 1)) : undefined
  if (query?.has('X-Amz-Algorithm')) return presignedFault(query, authorization)
  if (!authorization?.startsWith('AWS4-')) {
    return new WireError('MissingAuthenticationTokenException', 'Request is missing Authentication Token')
  }
  let faults = ''
  for (const parameter of ['Credential', 'Signature', 'SignedHeaders']) {
    const at = authorization.indexOf(`${parameter}=`)
    const value = authorization[at + parameter.length + 1]
    if (at === -1 || value === undefined || value === ',' || value === ' ') {
      faults += `Authorization header requires '${parameter}' parameter. `
    }
  }
  if (headers['x-amz-date'] === undefined && headers.date === undefined) {
    faults += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
  }
  if (faults === '') return undefined
  return new WireError('IncompleteSignatureException', `${faults}Authorization=${authorization}`)
}

const presigned = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date']

function presignedFault(query: URLSearchParams, authorization: string | undefined): WireError | undefined {
  if (authorization !== undefined) {
    return new WireError(
      'InvalidSignatureException',
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    )
  }
  const missing = presigned.filter((name) => !query.get(name))
  if (missing.length === 0) return undefined
  const faults = missing.map((name) => `AWS query-string parameters must include '${name}'. `)
  return new WireError('IncompleteSignatureException', `${faults.join('')}Re-examine the query-string parameters.`)
}
