import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatWithOptions, promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const guide = join(root, 'docs/guide')
const pages = readdirSync(guide).filter((name) => name.endsWith('.md') && name !== 'README.md')

/** In the package, so that the examples import what its users do. */
const folder = mkdtempSync(join(import.meta.dirname, '../.guide-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

/** The examples of a page are one program; each line stands where it stands in the page, for the errors of the compiler. */
function programOf(page: string): string {
  const lines = readFileSync(join(guide, page), 'utf8').split('\n')
  let isCode = false
  return lines
    .map((line) => {
      if (line.startsWith('```')) isCode = line === '```ts'
      return isCode && !line.startsWith('```') ? line : ''
    })
    .join('\n')
}

/** What the program is to print, in order: `console.log(x) // this`. */
function expectedOf(program: string): string[] {
  return Array.from(program.matchAll(/\) \/\/ (.+)$/gm), ([, text]) => text!)
}

const programs = new Map(pages.map((page) => [page, programOf(page)]))
for (const [page, program] of programs) writeFileSync(join(folder, page.replace('.md', '.ts')), program)

describe('the guide', () => {
  it('lists every page', () => {
    const index = readFileSync(join(guide, 'README.md'), 'utf8')
    expect(new Set(Array.from(index.matchAll(/\]\(([^)]+\.md)\)/g), ([, page]) => page))).toEqual(new Set(pages))
  })

  it('compiles', async () => {
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.test.json', include: ['*.ts'] }),
    )
    const compiling = promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', folder])
    const complaints = await compiling.then(
      () => '',
      (error: Error & { readonly stdout: string }) => error.stdout || error.message,
    )
    expect(complaints).toBe('')
  })

  it.each(pages)('prints what %s says', async (page) => {
    const printed: string[] = []
    vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
      printed.push(formatWithOptions({ depth: null, breakLength: Infinity, compact: true }, ...values))
    })
    await import(join(folder, page.replace('.md', '.ts')))
    expect(printed).toEqual(expectedOf(programs.get(page)!))
    expect(printed).not.toEqual([])
  })
})
