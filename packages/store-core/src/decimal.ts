import { createRequire } from 'node:module'
import type { Big } from 'big.js'

type Library = typeof import('big.js')

const require = createRequire(import.meta.url)
let library: Library | undefined

const plainInteger = /^-?\d{1,15}$/
const plainFraction = /^-?\d{1,15}\.\d{1,15}$/
/** Far outside DynamoDB's range; writing out more zeros could exhaust the memory. */
const longestExponent = 1000

/**
 * An exact decimal that a double would round, such as 0.1234567890123456789.
 * `toString()` is DynamoDB's normal form: no exponent (unless far out of range), no superfluous zero.
 */
export class Decimal {
  /** The decimal itself, a public field so that deep equality of tests compares it. */
  readonly text: string

  /** Throws a TypeError unless `text` is a decimal number. */
  constructor(text: string | number | bigint) {
    this.text = normalForm(parseDecimal(String(text)))
    Object.freeze(this)
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}

/** A number as the store hands it out: the first of the three that holds it exactly. */
export type NumberValue = number | bigint | Decimal

export const numberOverflow = 'Number overflow. Attempting to store a number with magnitude larger than supported range'
export const numberUnderflow =
  'Number underflow. Attempting to store a number with magnitude smaller than supported range'

/** Why DynamoDB refuses a number, or `undefined`. Limits: 38 digits, 1E-130 to 9.9…E+125 (rules 1.1 to 1.3). */
export function numberFault(value: NumberValue): string | undefined {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `The parameter cannot be converted to a numeric value: ${value}`
    const magnitude = Math.abs(value)
    if (magnitude === 0 || (magnitude >= 1e-130 && magnitude < 1e126)) return undefined // a double has 17 digits
  }
  const { c: digits, e: exponent } = toBig(value)
  if (digits.length > 38) return 'Attempting to store more than 38 significant digits in a Number'
  if (exponent > 125) return numberOverflow
  if (exponent < -130) return numberUnderflow
  return undefined
}

/** DynamoDB's text of a number (rule 1.7). */
export function numberText(value: NumberValue): string {
  if (typeof value === 'number') {
    const text = String(value)
    if (/^[-.\d]+$/.test(text)) return text // a double without an exponent is in normal form
  }
  return normalForm(toBig(value))
}

/** The number a decimal text means: a `number` where a double holds it, else a `bigint`, else a Decimal. */
export function parseNumber(text: string): NumberValue {
  if (plainInteger.test(text)) return Number(text) || 0
  if (plainFraction.test(text)) {
    const quick = Number(text)
    if (String(quick) === text) return quick
  }
  const exact = normalForm(parseDecimal(text))
  const double = Number(text)
  if (Number.isFinite(double) && normalForm(toBig(double)) === exact) return double === 0 ? 0 : double
  return /[.e]/.test(exact) ? new Decimal(exact) : BigInt(exact)
}

/** Orders two numbers by value, exactly. */
export function compareNumbers(left: NumberValue, right: NumberValue): -1 | 0 | 1 {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0
  return toBig(left).cmp(toBig(right))
}

/** The sum or the difference, exactly; as text, why DynamoDB refuses it (rule 5.7). */
export function sum(left: NumberValue, right: NumberValue, op: '+' | '-'): NumberValue | string {
  if (typeof left === 'number' && typeof right === 'number') {
    const quick = op === '+' ? left + right : left - right
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(quick)) return quick
  }
  const result = parseNumber(normalForm(op === '+' ? toBig(left).plus(toBig(right)) : toBig(left).minus(toBig(right))))
  const fault = numberFault(result)
  return fault?.startsWith('Attempting') ? numberOverflow : (fault ?? result) // AWS says so of lost digits too
}

/** Bytes of a number (rule 3.3): one, one for a minus, one for each pair of digits counted from the point. */
export function numberSize(value: NumberValue): number {
  const { c: digits, e: exponent, s: sign } = toBig(value)
  if (digits[0] === 0) return 1
  const firstPair = Math.floor(exponent / 2)
  const lastPair = Math.floor((exponent - digits.length + 1) / 2)
  return 1 + (firstPair - lastPair + 1) + (sign < 0 ? 1 : 0)
}

function toBig(value: NumberValue): Big {
  return bigOf(String(value))
}

/** The library is loaded with the first number that is no plain integer. */
function bigOf(value: string): Big {
  library ??= require('big.js') as Library
  return new library.Big(value)
}

function parseDecimal(text: string): Big {
  try {
    return bigOf(text.replace(/^\+(?=[\d.])/, '')) // big.js knows no plus sign (rule 1.6)
  } catch (cause) {
    throw new TypeError(`The parameter cannot be converted to a numeric value: ${text}`, { cause })
  }
}

function normalForm(big: Big): string {
  return Math.abs(big.e) > longestExponent ? big.toExponential() : big.toFixed()
}
