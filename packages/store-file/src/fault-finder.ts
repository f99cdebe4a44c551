import { createRequire } from 'node:module'

type Library = typeof import('jsonc-parser')

const require = createRequire(import.meta.url)
let library: Library | undefined

/** The parser that tells where the fault of a file is. It is loaded when there is one: most processes never need it. */
export function faultFinder(): Library {
  library ??= require('jsonc-parser') as Library
  return library
}
