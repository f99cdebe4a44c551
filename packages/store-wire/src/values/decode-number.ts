import { numberFault, numberOverflow, numberUnderflow, type NumberValue, parseNumber } from '@cmz/store-core'
import { invalid } from '../wire-error.ts'

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const plainInteger = /^(?:0|-?[1-9]\d{0,14})$/
/** More digits of an exponent than any number in range has. */
const longExponent = /[eE]([+-]?)0*[1-9]\d{4,}$/
const zero = /^[+-]?[0.]*(?:[eE]|$)/

/** The number that a text means; ValidationException where DynamoDB takes none such (rules 1.1 to 1.6). */
export function decodeNumber(text: string): NumberValue {
  if (plainInteger.test(text)) return Number(text)
  if (!decimal.test(text)) throw invalid(`The parameter cannot be converted to a numeric value: ${text}`)
  if (zero.test(text)) return 0
  const exponent = longExponent.exec(text)
  if (exponent !== null) {
    throw invalid(exponent[1] === '-' ? numberUnderflow : numberOverflow)
  }
  const number = parseNumber(text.replace(/\.(?=[eE]|$)/, '').replace(/^([+-]?)\./, '$10.'))
  const fault = numberFault(number)
  if (fault !== undefined) throw invalid(fault)
  return number
}
