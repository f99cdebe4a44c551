import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './root.ts'
import { run } from './run.ts'

/** A package as it would be published. */
export interface Packed {
  readonly name: string
  readonly version: string
  /** The absolute path of its tarball. */
  readonly tarball: string
}

/** Packs every published package into the folder, as publishing would, from the `dist` folders as they are. */
export async function pack(folder: string): Promise<readonly Packed[]> {
  await pnpmPack('./packages/*', folder)
  const names = await readdir(join(root, 'packages'))
  return Promise.all(
    names.map(async (each) => {
      const manifest = await readFile(join(root, 'packages', each, 'package.json'), 'utf8')
      const { name, version } = JSON.parse(manifest) as Omit<Packed, 'tarball'>
      return { name, version, tarball: tarballOf(folder, name, version) }
    }),
  )
}

/** Packs the project that uses them; returns the path of its tarball. */
export async function packConsumer(folder: string): Promise<string> {
  await pnpmPack('@cmz/release-consumer', folder)
  return tarballOf(folder, '@cmz/release-consumer', '0.0.0')
}

async function pnpmPack(filter: string, folder: string): Promise<void> {
  // pnpm is on the PATH of every script that it runs
  const { ok, how, output } = await run('pnpm', ['--filter', filter, 'pack', '--pack-destination', folder])
  if (!ok) throw new Error(`pnpm pack: ${how}\n${output}`)
}

function tarballOf(folder: string, name: string, version: string): string {
  return join(folder, `${name.slice(1).replace('/', '-')}-${version}.tgz`)
}
