import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const sources = join(import.meta.dirname, '../src')

/** The disk itself. */
const below = new Set(['disk.ts', 'node-disk.ts', 'node-file.ts'])

/** Where the code of the store syncs, or writes a whole file, which syncs: `fold.ts:99`. */
export function sourceSyncs(): readonly string[] {
  const names = readdirSync(sources).filter((name) => !name.endsWith('.test.ts') && !below.has(name))
  return names.flatMap((name) =>
    readFileSync(join(sources, name), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        /\.(sync|syncLater)\(\)|\.syncDirectory\(|older\.write\(/.test(line) ? [`${name}:${index + 1}`] : [],
      ),
  )
}
