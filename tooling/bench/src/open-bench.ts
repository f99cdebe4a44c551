import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContenderId } from './contenders.ts'
import { formatCount } from './format.ts'
import { familyIdOf, userIdOf } from './items.ts'
import { lmdbPath } from './peers/lmdb.ts'
import { sqlitePath } from './peers/better-sqlite3.ts'
import { wholeFile } from './peers/whole-file.ts'
import { contenders } from './contenders.ts'
import type { Contender } from './contender.ts'
import type { Entry, Memory, Result } from './result.ts'
import type { Stage } from './stage.ts'
import { tableFile } from './us/layout.ts'

interface Program {
  readonly name: string
  readonly kind: Entry['kind']
  readonly about: string
  /** Whose data it opens. */
  readonly id: ContenderId
  /** Its file in `programs`, without the extension. */
  readonly file: string
  /** What it is told to open, in the folder of the data. */
  readonly target: (folder: string) => string
}

const programs: readonly Program[] = [
  {
    name: 'us',
    kind: 'us',
    about:
      'in `open`, a process with the built packages: openDatabase and get; opening reads the file, and parses what is asked for',
    id: 'us',
    file: 'us',
    target: (folder) => folder,
  },
  {
    name: 'better-sqlite3',
    kind: 'peer',
    about: 'in `open`, a process that opens the database and gets an item; the database is not read at the start',
    id: 'sqliteNormal',
    file: 'better-sqlite3',
    target: sqlitePath,
  },
  {
    name: 'lmdb',
    kind: 'peer',
    about: 'in `open`, a process that opens the database and gets an item; it is not read at the start',
    id: 'lmdb',
    file: 'lmdb',
    target: lmdbPath,
  },
  {
    name: 'whole-file',
    kind: 'peer',
    about: 'in `open`, a process that parses the whole file and finds an item',
    id: 'whole',
    file: 'whole-file',
    target: wholeFile,
  },
  {
    name: 'read-split-parse-map',
    kind: 'limit',
    about: 'a process that reads our file, splits it into lines, parses each and puts it into a Map',
    id: 'us',
    file: 'read-split-parse-map',
    target: tableFile,
  },
  {
    name: 'node-read-file',
    kind: 'limit',
    about: 'a process that reads our file and nothing else',
    id: 'us',
    file: 'node-read-file',
    target: tableFile,
  },
]

/** More rounds where they are short: the start of a process varies. */
const leastMs = 10_000
const mostRounds = 25

/** How long processes take from their start to their first answer. The files are in the page cache. */
export async function runOpenBench(stage: Stage, { rounds }: { readonly rounds: number }): Promise<Result> {
  const lanes: { readonly program: Program; readonly target: string; readonly values: number[] }[] = []
  const missing = new Map<string, string>()
  for (const program of programs) {
    const { mostItems = Infinity }: Contender = contenders[program.id]
    if (stage.items > mostItems) missing.set(program.name, `only up to ${formatCount(mostItems)} items`)
    else lanes.push({ program, target: program.target(await stage.prepared(program.id)), values: [] })
  }
  const began = performance.now()
  for (let round = 0; round <= rounds || (performance.now() - began < leastMs && round <= mostRounds); round++) {
    for (let turn = 0; turn < lanes.length; turn++) {
      const { program, target, values } = lanes[(turn + round) % lanes.length]!
      const key = userIdOf((round * 7919) % stage.items)
      const { ms } = await run(program.file, target, key)
      if (round > 0) values.push(ms)
    }
  }
  const entries = lanes.map(({ program: { name, kind, about }, values }) => ({
    name,
    kind,
    about,
    values,
    settleMs: [],
  }))
  return { bench: 'open', items: stage.items, unit: 'ms', entries, missing, memory: await measureMemory(stage) }
}

async function measureMemory(stage: Stage): Promise<Memory> {
  const folder = await stage.prepared('us')
  const { size } = await stat(tableFile(folder))
  const ours = await run('us', folder, userIdOf(0), familyIdOf(0))
  const map = await run('read-split-parse-map', tableFile(folder), userIdOf(0), 'memory')
  const [afterFirstGet, afterFirstQuery, afterEveryGet] = numbers(ours.printed)
  return {
    file: size,
    afterFirstGet: afterFirstGet!,
    afterFirstQuery: afterFirstQuery!,
    afterEveryGet: afterEveryGet!,
    parsedMap: numbers(map.printed)[0]!,
  }
}

/** The numbers in the second line. */
function numbers(printed: string): number[] {
  return printed.split('\n')[1]!.split(' ').map(Number)
}

/** Runs a program to its end; the time until it printed something. */
async function run(
  file: string,
  ...args: readonly string[]
): Promise<{ readonly ms: number; readonly printed: string }> {
  const program = join(import.meta.dirname, '../programs', `${file}.mjs`)
  const began = performance.now()
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let ms = Number.NaN
  let printed = ''
  child.stdout.on('data', (text: Buffer) => {
    if (printed === '') ms = performance.now() - began
    printed += text.toString()
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  if (code !== 0 || printed === '') throw new Error(`${file} ended with ${String(signal ?? code)}`)
  return { ms, printed }
}
