/** Every item, but no more than so many and one: a backend may never come to an end. */
export async function upTo<T>(most: number, items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) {
    found.push(item)
    if (found.length > most) break
  }
  return found
}
