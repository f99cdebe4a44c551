import { maxOperators } from '@cmz/store-core'
import { type Keywords, Tokens } from './tokens.ts'
import type { Substitutions } from './substitutions.ts'

/**
 * In which order faults are told, where an expression has several: those of its form first, by their place; then those of
 * its content. In conditions these come one simple condition after the other: names and values, and counted from there
 * the numbers of operands, operands that are the same, and their types.
 */
export const rankOf = {
  operators: 9000,
  content: 10_000,
  count: 1,
  distinct: 2,
  types: 3,
  perCondition: 4,
  // of updates
  sections: 0,
  names: 1,
  values: 2,
  functions: 3,
} as const

/** One expression under the parser: its tokens, its placeholders, and the first fault by DynamoDB's order of checks. */
export class Expression extends Tokens {
  readonly substitutions: Substitutions
  /** The rank of names that are not defined here. */
  nameRank: number = rankOf.content
  /** The rank of values that are not defined here. */
  valueRank: number = rankOf.content
  /** The attributes inside which some path leads. */
  nested: string[] | undefined
  #operators = 0
  #rank = Infinity
  #fault = ''

  constructor(parameter: string, source: string, keywords: Keywords, substitutions: Substitutions) {
    super(parameter, source, keywords)
    this.substitutions = substitutions
  }

  /** Remembers a fault, unless there is one that DynamoDB finds earlier; the lower rank is told. */
  note(rank: number, fault: string): void {
    if (rank >= this.#rank) return
    this.#rank = rank
    this.#fault = fault
  }

  /** Counts an operator or a function (rule 4.27). */
  countOperator(): void {
    if (++this.#operators !== maxOperators + 1) return
    this.note(rankOf.operators, `The expression contains too many operators; operator count: ${this.#operators}`)
  }

  /** Refuses the expression for the fault of the lowest rank, where one below `rank` was found. */
  throwFaults(rank: number = Infinity): void {
    if (this.#rank < rank) throw this.fault(this.#fault)
  }
}
