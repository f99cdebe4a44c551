import { createRequire } from 'node:module'

type Library = typeof import('typeid-js')

const require = createRequire(import.meta.url)
let library: Library | undefined

/** An id that sorts by time of creation: `prefix_01jd…`. The library is loaded with the first: it takes longer than to open a folder. */
export function typeId(prefix: string): string {
  library ??= require('typeid-js') as Library
  return library.typeid(prefix).toString()
}
