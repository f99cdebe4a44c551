// oxlint-disable-next-line typescript/triple-slash-reference -- whoever compiles this from another package needs the types too
/// <reference path="./fs-native-extensions.d.ts" />
import { createRequire } from 'node:module'

type KernelLocks = typeof import('fs-native-extensions')

const require = createRequire(import.meta.url)

/** The locks of this machine's kernel. */
export const kernelLocks: KernelLocks = load()

/**
 * The package searches for its binary for 20 ms, a fifth of the start of a process. It is put where the package looks
 * first; a machine whose binary lies elsewhere leaves the search to it.
 */
function load(): KernelLocks {
  const { platform, arch } = process
  try {
    const binding = require.resolve('fs-native-extensions/binding.js')
    const binary = require.resolve(`fs-native-extensions/prebuilds/${platform}-${arch}/fs-native-extensions.node`)
    require(binary)
    require.cache[binding] ??= require.cache[binary]
  } catch {
    // the search says what is missing
  }
  return require('fs-native-extensions') as KernelLocks
}
