const unit = 4096

/** How strong a read is, as a factor of what it consumes (rule 13.7). */
export const strength = { eventual: 0.5, strong: 1, transactional: 2 } as const

/** The factor of a read that may ask for consistency. */
export function strengthOf({ ConsistentRead: isStrong }: { readonly ConsistentRead?: boolean }): number {
  return isStrong === true ? strength.strong : strength.eventual
}

/** Units of a read of so many bytes; one that finds nothing costs as much as the smallest item. */
export function readUnits(size: number, factor: number): number {
  return Math.max(1, Math.ceil(size / unit)) * factor
}
