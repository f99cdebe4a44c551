import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Item } from '@cmz/store-core'
import { describe, expect, it, vi } from 'vitest'
import { ChildProgram } from './child-program.ts'
import { ProcessPool } from './process-pool.ts'

/** Edits are noticed within a second; a busy machine may take longer. */
const soon = { timeout: 20_000, interval: 20 }

const pool = new ProcessPool(3)

/**
 * A folder with two tables, `items` and `others`, and two servers, each a process, that write to both all the time.
 * They fold when they are asked to, so that the tests know what stands in the files.
 */
class Scene {
  readonly dir: string
  readonly file: string
  readonly servers: readonly [ChildProgram, ChildProgram]
  #serving: readonly ReturnType<typeof serve>[] = []

  private constructor(dir: string, servers: readonly [ChildProgram, ChildProgram]) {
    this.dir = dir
    this.file = join(dir, 'items.json')
    this.servers = servers
  }

  static async of(items: readonly Item[], servers = pool.take(2)): Promise<Scene> {
    const dir = await pool.folder()
    for (const server of servers) await server.ask('open', { dir, foldBytes: 1e9 })
    const scene = new Scene(dir, servers as readonly [ChildProgram, ChildProgram])
    const [first] = scene.servers
    await first.ask('ensureTables', ['items', 'others'])
    for (const item of items) await first.ask('write', item)
    await first.ask('fold')
    scene.#serving = servers.map((server, index) => serve(server, `server-${index}`))
    for (const serving of scene.#serving) serving.catch(() => undefined) // `end` looks at it, unless the test kills them
    await scene.goesOn('items')
    return scene
  }

  /** Resolves once an item is like this in every process. */
  async everywhere(id: string, expected: Item | undefined): Promise<void> {
    for (const server of this.servers) {
      await vi.waitFor(async () => expect(await server.ask('read', id)).toEqual(expected), soon)
    }
  }

  /** Resolves once every server has written more to a table. */
  async goesOn(table: string): Promise<void> {
    for (const [index, server] of this.servers.entries()) {
      const count = async (): Promise<number> =>
        Number((await server.ask('read', `server-${index}`, table))?.['n'] ?? 0)
      const before = await vi.waitFor(count, soon)
      await vi.waitFor(async () => expect(await count()).toBeGreaterThan(before + 5), soon)
    }
  }

  /** Ends the work of the servers. Nothing they acknowledged is lost, and they were refused nothing but this. */
  async end(refused: readonly string[] = []): Promise<readonly Item[]> {
    for (const server of this.servers) await server.ask('stopHammering')
    for (const [index, serving] of this.#serving.entries()) {
      for (const [table, { acknowledged, refusals }] of Object.entries(await serving)) {
        const id = `server-${index}`
        for (const server of this.servers) expect(await server.ask('read', id, table)).toEqual({ id, n: acknowledged })
        expect(Object.keys(refusals)).toEqual(table === 'items' ? refused : [])
      }
    }
    for (const server of this.servers) await server.ask('close')
    return this.items()
  }

  /** What a person reads. */
  items(): readonly Item[] {
    return JSON.parse(readFileSync(this.file, 'utf8')) as readonly Item[]
  }

  /** What was put aside, and what was said. */
  conflicts(): readonly Item[] {
    const folder = join(this.dir, '.store', 'conflicts')
    const names = existsSync(folder) ? readdirSync(folder) : []
    return names.flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as readonly Item[])
  }

  warnings(): string {
    return this.servers.map(({ stderr }) => stderr).join('')
  }
}

function serve(server: ChildProgram, id: string) {
  return server.ask('serve', id, ['items', 'others'])
}

/** As an editor saves: a new file in place of the old one. */
function save(file: string, text: string): void {
  writeFileSync(`${file}.edited`, text)
  renameSync(`${file}.edited`, file)
}

describe('while servers run and write', { timeout: 300_000 }, () => {
  it.each([
    ['in place', writeFileSync],
    ['as a new file', save],
  ])('an edit of one item by hand, saved %s, is seen everywhere, and loses nothing', async (_how, write) => {
    const scene = await Scene.of([
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
    ])
    write(scene.file, readFileSync(scene.file, 'utf8').replace('{"id":"a","n":1}', '{"id":"a","n":100}'))
    await scene.everywhere('a', { id: 'a', n: 100 })
    await scene.goesOn('items')
    await scene.goesOn('others')
    expect(scene.conflicts()).toEqual([])
    expect(scene.warnings()).toBe('')
    const items = await scene.end()
    expect(items.map(({ id }) => id)).toEqual(['a', 'b', 'server-0', 'server-1'])
    expect(items[0]).toEqual({ id: 'a', n: 100 })
    expect(items[1]).toEqual({ id: 'b', n: 1 })
  })

  it('an edit of items that they have changed too is put aside, and said, and the rest of it counts', async () => {
    const scene = await Scene.of([{ id: 'a', n: 1 }])
    await scene.servers[0].ask('fold')
    await scene.goesOn('items')
    const edited = scene.items().map((item) => ({ ...item, n: item['id'] === 'a' ? 100 : -1 }))
    writeFileSync(scene.file, JSON.stringify(edited, undefined, 2))
    await scene.everywhere('a', { id: 'a', n: 100 })
    await scene.goesOn('items')
    expect(scene.conflicts()).toEqual([
      { key: { id: 'server-0' }, file: { id: 'server-0', n: -1 } },
      { key: { id: 'server-1' }, file: { id: 'server-1', n: -1 } },
    ])
    expect(scene.warnings()).toContain('items.json was edited where the store had changed 2 of the items too')
    expect(scene.warnings().match(/was edited/g)).toHaveLength(1)
    expect((await scene.end())[0]).toEqual({ id: 'a', n: 100 })
  })

  it('a git checkout of a snapshot is taken for an edit of every item that differs', async () => {
    const scene = await Scene.of([
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
    ])
    const git = (...args: readonly string[]): void => {
      const who = ['-c', 'user.name=A person', '-c', 'user.email=person@example.com', '-c', 'core.autocrlf=false']
      execFileSync('git', ['-C', scene.dir, ...who, ...args], { stdio: 'pipe' })
    }
    git('init', '-q')
    git('add', 'items.json', 'others.json')
    git('commit', '-q', '-m', 'one')
    const [server] = scene.servers
    await server.ask('write', { id: 'a', n: 2 })
    await server.ask('write', { id: 'c', n: 2 })
    await server.ask('remove', 'b')
    await server.ask('fold')
    await scene.goesOn('items')
    git('commit', '-q', '-a', '-m', 'two')

    git('checkout', '-q', 'HEAD~1', '--', 'items.json')
    await scene.everywhere('a', { id: 'a', n: 1 })
    await scene.everywhere('b', { id: 'b', n: 1 })
    await scene.everywhere('c', undefined)
    await scene.goesOn('items')
    expect(scene.conflicts().map(({ key }) => key)).toEqual([{ id: 'server-0' }, { id: 'server-1' }])

    git('checkout', '-q', 'HEAD', '--', 'items.json')
    await scene.everywhere('a', { id: 'a', n: 2 })
    await scene.everywhere('b', undefined)
    await scene.everywhere('c', { id: 'c', n: 2 })
    await scene.goesOn('others')
    expect((await scene.end()).map(({ id }) => id)).toEqual(['a', 'c', 'server-0', 'server-1'])
  })

  it('an edit that is not JSON stops its table alone, in every process, until the file is repaired', async () => {
    const scene = await Scene.of([{ id: 'a', n: 1 }])
    const before = readFileSync(scene.file, 'utf8')
    const broken = '[\n{"id":"a","n":1},\n{"id":"b","n" 2}\n]\n'
    writeFileSync(scene.file, broken)
    const refusal = { name: 'CorruptFileException', file: scene.file, line: 3, column: 15 }
    for (const server of scene.servers) {
      await vi.waitFor(() => expect(server.ask('read', 'a')).rejects.toMatchObject(refusal), soon)
      await expect(server.ask('write', { id: 'a', n: 2 })).rejects.toMatchObject(refusal)
    }
    await scene.goesOn('others')
    await scene.servers[1].ask('fold').catch(() => undefined)
    const late = pool.take()[2]!
    await expect(late.ask('open', { dir: scene.dir })).rejects.toMatchObject(refusal)
    expect(readFileSync(scene.file, 'utf8')).toBe(broken)

    writeFileSync(scene.file, before.replace('{"id":"a","n":1}', '{"id":"a","n":1},\n{"id":"b","n":2}'))
    await scene.everywhere('b', { id: 'b', n: 2 })
    await scene.goesOn('items')
    await late.ask('open', { dir: scene.dir })
    expect(await late.ask('read', 'b')).toEqual({ id: 'b', n: 2 })
    await late.ask('close')
    expect(scene.conflicts()).toEqual([])
    expect((await scene.end(['CorruptFileException'])).slice(0, 2)).toEqual([
      { id: 'a', n: 1 },
      { id: 'b', n: 2 },
    ])
  })

  it('what was acknowledged before a file was broken is there once it is repaired, whoever died', async () => {
    const mortals = await Promise.all([ChildProgram.start(), ChildProgram.start()])
    const scene = await Scene.of([{ id: 'a', n: 1 }], mortals)
    const before = readFileSync(scene.file, 'utf8')
    writeFileSync(scene.file, '[')
    await vi.waitFor(() => expect(mortals[0].ask('read', 'a')).rejects.toThrow('items.json:1:2'), soon)
    await Promise.all(mortals.map((mortal) => mortal.kill()))
    const next = pool.take()[2]!
    await expect(next.ask('open', { dir: scene.dir })).rejects.toMatchObject({ name: 'CorruptFileException' })
    expect(readFileSync(scene.file, 'utf8')).toBe('[')
    writeFileSync(scene.file, before)
    await next.ask('open', { dir: scene.dir })
    for (const id of ['server-0', 'server-1']) {
      expect(Number((await next.ask('read', id))?.['n'])).toBeGreaterThan(5)
    }
    await next.ask('close')
  })
})
