/** The shortest recursive copy of JSON. */
export function copy<T>(value: T): T
export function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each: unknown) => copy(each))
  const copied: Record<string, unknown> = {}
  for (const name in value) copied[name] = copy((value as Record<string, unknown>)[name])
  return copied
}
