import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { plotOf } from './plot.ts'
import { markdownOf } from './report-markdown.ts'
import type { Result } from './result.ts'

export interface DocsOptions {
  /** The folder of the repository. */
  readonly root: string
  readonly results: readonly Result[]
  readonly machine: string
  readonly rounds: number
}

const preferred = 100_000

/** Writes docs/performance.md and docs/performance.svg. */
export function writeDocs({ root, results, machine, rounds }: DocsOptions): void {
  const sizes = [...new Set(results.map(({ items }) => items))]
  const plotted = sizes.includes(preferred) ? preferred : sizes[0]!
  const page = join(root, 'docs/performance.md')
  const plot = 'performance.svg'
  writeFileSync(join(root, 'docs', plot), plotOf(results, plotted))
  writeFileSync(page, markdownOf({ results, machine, rounds, plot, plotted }))
  const { error, status } = spawnSync(join(root, 'node_modules/.bin/oxfmt'), [page], { stdio: 'ignore' })
  if (error !== undefined || status !== 0) throw error ?? new Error(`oxfmt ended with ${status}`)
}
