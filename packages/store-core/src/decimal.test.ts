import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numbers, numberTexts } from '../test/values.ts'
import { compareNumbers, Decimal, numberFault, numberSize, numberText, parseNumber, sum } from './decimal.ts'

const spellings = [
  ['+1.5', '1.5'],
  ['.5', '0.5'],
  ['+.5', '0.5'],
  ['5.', '5'],
  ['1.e5', '100000'],
  ['0001.23', '1.23'],
  ['1e+5', '100000'],
  ['0e1000', '0'],
  ['-0', '0'],
  ['-0.0', '0'],
  ['1.000', '1'],
  ['-00012', '-12'],
  ['1E-130', `0.${'0'.repeat(129)}1`],
  ['1e125', `1${'0'.repeat(125)}`],
  ['340282366920938463463374607431768211456', '340282366920938463463374607431768211456'],
] as const
const refused = [
  '',
  'abc',
  'NaN',
  'Infinity',
  '0x10',
  '1_000',
  '1e',
  ' 1',
  '1 ',
  '1+2',
  '1.2.3',
  '+e2',
  '+-1',
  '--1',
  '+',
]

describe('numberText and parseNumber', () => {
  it.each(spellings)('%s is %s (rules 1.6 and 1.7)', (spelling, normal) => {
    expect(numberText(parseNumber(spelling))).toBe(normal)
    expect(new Decimal(spelling).toString()).toBe(normal)
  })

  it.each(refused)('%j is no number (rules 1.5 and 1.6)', (text) => {
    const message = `The parameter cannot be converted to a numeric value: ${text}`
    expect(() => parseNumber(text)).toThrow(new TypeError(message))
    expect(() => new Decimal(text)).toThrow(new TypeError(message))
    expect(() => new Decimal(text)).toThrow(expect.objectContaining({ cause: expect.any(Error) as Error }))
  })

  it('brings every number back as it was', () => {
    fc.assert(
      fc.property(numberTexts, (text) => {
        const number = parseNumber(text)
        expect(numberText(parseNumber(numberText(number)))).toBe(numberText(number))
        expect(parseNumber(numberText(number))).toEqual(number)
        expect(compareNumbers(number, new Decimal(text))).toBe(0)
      }),
    )
  })

  it('keeps every double as it is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
        expect(parseNumber(numberText(double))).toBe(double + 0)
      }),
    )
  })

  it('gives a number where a double holds it, else a bigint, else a Decimal', () => {
    expect(parseNumber('9007199254740991')).toBe(9_007_199_254_740_991)
    expect(parseNumber('9007199254740992')).toBe(2 ** 53)
    expect(parseNumber('9007199254740993')).toBe(9_007_199_254_740_993n)
    expect(parseNumber('-1e22')).toBe(-1e22)
    expect(parseNumber('0.1')).toBe(0.1)
    expect(parseNumber('0.1234567890123456789')).toEqual(new Decimal('0.1234567890123456789'))
    expect(Object.is(parseNumber('-0'), 0)).toBe(true)
    expect(Object.is(parseNumber('-0e5'), 0)).toBe(true)
  })

  it('reads a number far out of range without writing out its zeros', () => {
    const huge = parseNumber('1e1000000000')
    expect(huge.toString()).toBe('1e+1000000000')
    expect(parseNumber('-1.5e-1000000000').toString()).toBe('-1.5e-1000000000')
    expect(numberFault(huge)).toMatch('Number overflow')
    expect(numberFault(new Decimal('1e-1000000000'))).toMatch('Number underflow')
    expect(compareNumbers(huge, 1e125)).toBe(1)
    expect(new Decimal('1e1000').toString()).toBe(`1${'0'.repeat(1000)}`)
    expect(new Decimal('1e1001').toString()).toBe('1e+1001')
  })
})

describe('Decimal', () => {
  it('shows its exact digits and cannot be changed', () => {
    const decimal = new Decimal('3.14159265358979323846')
    expect(decimal.toString()).toBe('3.14159265358979323846')
    expect(JSON.stringify({ decimal })).toBe('{"decimal":"3.14159265358979323846"}')
    expect(Object.isFrozen(decimal)).toBe(true)
    expect(new Decimal(10n).toString()).toBe('10')
  })
})

describe('compareNumbers', () => {
  it('orders as integers scaled by a power of ten do', () => {
    const scaled = (text: string): bigint => {
      const [digits = '', exponent] = text.split('e')
      return BigInt(digits) * 10n ** BigInt(Number(exponent) + 130)
    }
    fc.assert(
      fc.property(numberTexts, numberTexts, (left, right) => {
        const difference = scaled(left) - scaled(right)
        expect(compareNumbers(parseNumber(left), parseNumber(right))).toBe(
          difference < 0n ? -1 : difference > 0n ? 1 : 0,
        )
      }),
    )
  })

  it('is exact next to each other, beyond a double (rule 1.9)', () => {
    const near = new Decimal('123456789012345678.1')
    expect(compareNumbers(123_456_789_012_345_678n, near)).toBe(-1)
    expect(compareNumbers(near, 123_456_789_012_345_679n)).toBe(-1)
    expect(compareNumbers(-1e-130, 0)).toBe(-1)
    expect(compareNumbers(1e-130, -1e-130)).toBe(1)
    expect(compareNumbers(0.1, new Decimal('0.10'))).toBe(0)
    expect(compareNumbers(-0, 0)).toBe(0)
  })
})

describe('numberFault', () => {
  const digits38 = '12345678901234567890123456789012345678'

  it.each([
    0,
    -0,
    1e125,
    1e-130,
    -1e-130,
    2 ** 53,
    parseNumber(digits38),
    parseNumber(`${digits38}0`),
    parseNumber(`0.00${digits38}`),
    parseNumber(`9.${'9'.repeat(37)}e125`),
    parseNumber(`1.${'1'.repeat(37)}e-130`),
    new Decimal('-0.0'),
  ])('holds %s (rules 1.1 to 1.3)', (number) => {
    expect(numberFault(number)).toBeUndefined()
  })

  it.each([
    [parseNumber(`${digits38}9`), 'Attempting to store more than 38 significant digits in a Number'],
    [parseNumber(`0.${digits38}9`), 'Attempting to store more than 38 significant digits in a Number'],
    [1e126, 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
    [-(10n ** 126n), 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
    [1e-131, 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
    [5e-324, 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
    [Number.NaN, 'The parameter cannot be converted to a numeric value: NaN'],
    [-Infinity, 'The parameter cannot be converted to a numeric value: -Infinity'],
  ])('refuses %s (rules 1.1 to 1.5)', (number, fault) => {
    expect(numberFault(number)).toBe(fault)
  })
})

describe('sum', () => {
  it('adds and subtracts as integers scaled by a power of ten do', () => {
    const texts = fc.tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: -8, max: 0 }))
    fc.assert(
      fc.property(texts, texts, fc.constantFrom('+', '-'), ([left, leftScale], [right, rightScale], op) => {
        const [one, two] = [left * 10n ** BigInt(leftScale + 8), right * 10n ** BigInt(rightScale + 8)]
        const result = sum(parseNumber(`${left}e${leftScale}`), parseNumber(`${right}e${rightScale}`), op)
        expect(result).toEqual(parseNumber(`${op === '+' ? one + two : one - two}e-8`))
      }),
    )
  })

  it('is exact where whole numbers leave what a double holds', () => {
    expect(sum(2 ** 53 - 1, 2, '+')).toBe(2n ** 53n + 1n)
    expect(sum(1 - 2 ** 53, 2, '-')).toBe(-(2n ** 53n) - 1n)
  })

  it('says why the result is none (rule 5.7)', () => {
    expect(sum(9e125, 1e125, '+')).toMatch('Number overflow')
    expect(sum(1e-130, 1.1e-130, '-')).toMatch('Number underflow')
    expect(sum(1e30, 1e-20, '+')).toMatch('Number overflow') // too many digits
  })
})

describe('numberSize', () => {
  it.each([
    ['3.14159', 5],
    ['123456', 4],
    ['1e125', 2],
    ['1e-130', 2],
    ['0', 1],
    ['1', 2],
    ['-1', 3],
    ['12', 2],
    ['120', 3],
    ['1200', 2],
    ['1.2', 3],
    ['0.12', 2],
    ['0.012', 3],
    ['12345678901234567890123456789012345678', 20],
  ])('%s takes %i bytes (rule 3.3)', (text, size) => {
    expect(numberSize(parseNumber(text))).toBe(size)
  })

  it('counts the pairs of digits from the point on', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const [whole = '', fraction = ''] = numberText(number).replace('-', '').split('.')
        const padded = (whole.length % 2 ? '0' : '') + whole + fraction + (fraction.length % 2 ? '0' : '')
        const pairs = padded.replace(/^(00)+/, '').replace(/^((?:..)*?)(00)+$/, '$1').length / 2
        expect(numberSize(number)).toBe(1 + pairs + (compareNumbers(number, 0) < 0 ? 1 : 0))
      }),
    )
  })
})
