/** True in `pnpm proof`; everywhere else a tenth of the rounds shows that the proof itself works. */
export const isProof: boolean = process.env['PROOF'] === 'full'

/** How many rounds of a long proof to run. */
export function rounds(full: number): number {
  return isProof ? full : Math.ceil(full / 10)
}
