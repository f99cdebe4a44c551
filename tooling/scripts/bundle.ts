import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { root } from './root.ts'

// one file per entry instead of one per module: a process that opens a store starts in half the time

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly '@cmz/source': string; readonly default: string }>>
  /** Programs by name; each is made from the file of its name in `src`. */
  readonly bin?: Readonly<Record<string, string>>
}

const folders = await readdir(join(root, 'packages'))
await Promise.all(folders.map((name) => bundle(join(root, 'packages', name))))

/** Puts the JavaScript of a package's entries into its `dist`; the declarations there are the compiler's. */
async function bundle(folder: string): Promise<void> {
  const { exports, bin = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  const input = Object.fromEntries(
    Object.values(exports).map((entry) => [nameOf(entry.default), join(folder, entry['@cmz/source'])]),
  )
  for (const program of Object.values(bin)) input[nameOf(program)] = join(folder, 'src', `${nameOf(program)}.ts`)
  for (const name of await readdir(join(folder, 'src'))) {
    // a thread is started from a file of its own
    if (name.endsWith('-thread.ts')) input[name.slice(0, -'.ts'.length)] = join(folder, 'src', name)
  }
  const dist = join(folder, 'dist')
  await removeOld(dist)
  const build = await rolldown({ input, platform: 'node', external: /^[^./]/, tsconfig: false })
  await build.write({ dir: dist, format: 'esm', sourcemap: true, comments: false, chunkFileNames: '[name].js' })
  await build.close()
}

/** A file whose source is gone must not be packed. */
async function removeOld(dist: string): Promise<void> {
  const names = await readdir(dist).catch(() => [])
  await Promise.all(
    names.filter((name) => /\.js(\.map)?$/.test(name)).map((name) => rm(join(dist, name), { force: true })),
  )
}

/** `./dist/index.js` is `index`. */
function nameOf(output: string): string {
  return output.replace(/^\.\/dist\//, '').replace(/\.js$/, '')
}
