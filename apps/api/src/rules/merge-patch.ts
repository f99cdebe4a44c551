/** What a request changes of an item: `null` removes an attribute, `undefined` leaves it. */
export type Patch = Readonly<Record<string, unknown>>

/** Merges as RFC 7396 (JSON Merge Patch) says; sets and arrays are replaced. */
export function mergePatch(target: object, patch: Patch): Record<string, unknown> {
  const merged = new Map<string, unknown>(Object.entries(target))
  for (const [name, value] of Object.entries(patch)) {
    const before = merged.get(name)
    if (value === null) merged.delete(name)
    else if (isMap(value)) merged.set(name, mergePatch(isMap(before) ? before : {}, value))
    else if (value !== undefined) merged.set(name, value)
  }
  return Object.fromEntries(merged)
}

function isMap(value: unknown): value is Patch {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
