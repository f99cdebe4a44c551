import { type WireError, invalid } from '../wire-error.ts'

/** What a token is: a word, a placeholder, the digits of a position, a sign or a keyword by its own text. */
export type TokenKind =
  | 'word'
  | 'name'
  | 'value'
  | 'digits'
  | 'end'
  | 'stray'
  | Sign
  | 'AND'
  | 'OR'
  | 'NOT'
  | 'BETWEEN'
  | 'IN'
  | 'SET'
  | 'REMOVE'
  | 'ADD'
  | 'DELETE'

type Sign = '=' | '<>' | '<' | '<=' | '>' | '>=' | '(' | ')' | '[' | ']' | ',' | '.' | '+' | '-'

/** The keywords of a kind of expression by their first letters, of which no two are the same. */
export type Keywords = readonly (TokenKind | undefined)[]

/** Keywords, which may be written in any case (rules 4.1 and 5.1). */
export function keywordsOf(...words: readonly TokenKind[]): Keywords {
  const keywords: (TokenKind | undefined)[] = Array.from({ length: 26 })
  for (const word of words) keywords[letterOf(word.charCodeAt(0))] = word
  return keywords
}

/** The place of a letter in the alphabet. */
function letterOf(code: number): number {
  return (code | 32) - 97
}

const digit = 1
const letter = 2
const lowLine = 3
const sign = 4
const blank = 5
const hash = 6
const colon = 7
const classes = new Uint8Array(128)
for (const char of '0123456789') classes[char.charCodeAt(0)] = digit
for (let code = 65; code <= 90; code++) classes[code] = classes[code + 32] = letter
for (const char of '=<>()[],.+-') classes[char.charCodeAt(0)] = sign
for (const char of ' \t\r\n') classes[char.charCodeAt(0)] = blank
classes[95] = lowLine
classes[35] = hash
classes[58] = colon

const signs: readonly (Sign | undefined)[] = Array.from({ length: 128 }, (_, code) =>
  classes[code] === sign ? (String.fromCharCode(code) as Sign) : undefined,
)

function isOfWord(code: number): boolean {
  const kind = classes[code]!
  return kind >= digit && kind <= lowLine
}

/** The tokens of one expression, read one at a time: in one pass over its characters and without keeping them. */
export class Tokens {
  /** The request's parameter that holds the expression: its errors begin with it. */
  readonly parameter: string
  readonly #source: string
  readonly #keywords: Keywords
  /** Where the token before begins. */
  #before = 0
  #end = 0
  /** What stands here. */
  kind: TokenKind = 'end'
  /** Where it begins. */
  start = 0
  /** A word, a placeholder or digits as they are written. */
  text = ''

  constructor(parameter: string, source: string, keywords: Keywords) {
    this.parameter = parameter
    this.#source = source
    this.#keywords = keywords
    this.advance()
  }

  /** Goes on to the next token, and tells what it is. */
  advance(): TokenKind {
    this.#read()
    return this.kind
  }

  #read(): void {
    const source = this.#source
    let at = this.#end
    let code = source.charCodeAt(at)
    while (classes[code] === blank) code = source.charCodeAt(++at)
    this.#before = this.start
    this.start = at
    if (at >= source.length) {
      this.kind = 'end'
      this.#end = at
      return
    }
    switch (classes[code]) {
      case letter:
        this.text = source.slice(at, this.#endOfWord(at + 1))
        this.kind = this.#keywordOf(this.text, code) ?? 'word'
        return
      case hash:
      case colon:
        this.text = source.slice(at, this.#endOfWord(at + 1))
        this.kind = this.text.length === 1 ? 'stray' : code === 35 ? 'name' : 'value'
        return
      case digit:
        this.text = source.slice(at, this.#endOfDigits(at, code))
        this.kind = 'digits'
        return
      case sign:
        this.kind = this.#longerSign(code, source.charCodeAt(at + 1)) ?? signs[code]!
        this.#end = at + this.kind.length
        return
      default:
        this.kind = 'stray'
        this.#end = at + 1
    }
  }

  /** Goes past a token of this kind; nothing else may stand here. */
  take(kind: TokenKind): void {
    if (this.kind !== kind) throw this.syntaxError()
    this.advance()
  }

  /** Refuses the token that stands here, by its text and what is around it (rule 4.18). */
  syntaxError(): WireError {
    const token = this.kind === 'end' ? '<EOF>' : this.#source.slice(this.start, this.#end)
    const from = this.#before
    if (this.kind !== 'end') this.advance()
    return this.fault(`Syntax error; token: "${token}", near: "${this.#source.slice(from, this.#end)}"`)
  }

  /** Something is wrong with the expression. */
  fault(message: string): WireError {
    return invalid(`Invalid ${this.parameter}: ${message}`)
  }

  #endOfWord(from: number): number {
    let at = from
    while (isOfWord(this.#source.charCodeAt(at))) at++
    this.#end = at
    return at
  }

  /** No number begins with a zero but that one. */
  #endOfDigits(from: number, first: number): number {
    let at = from + 1
    if (first !== 48) while (classes[this.#source.charCodeAt(at)] === digit) at++
    this.#end = at
    return at
  }

  #keywordOf(word: string, code: number): TokenKind | undefined {
    const keyword = this.#keywords[letterOf(code)]
    return keyword !== undefined && keyword.length === word.length && keyword === word.toUpperCase()
      ? keyword
      : undefined
  }

  #longerSign(code: number, next: number): Sign | undefined {
    if (code === 60) return next === 62 ? '<>' : next === 61 ? '<=' : undefined
    return code === 62 && next === 61 ? '>=' : undefined
  }
}
