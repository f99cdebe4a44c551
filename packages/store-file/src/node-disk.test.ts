import { lstat, mkdir, readdir, readFile, readlink, rename, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { sameFile } from './disk.ts'
import { nodeDisk } from './node-disk.ts'

const text = (bytes: string): Uint8Array => Buffer.from(bytes)

describe('a file', () => {
  it('is read and written at any position, and cut', async () => {
    const path = join(await temporaryFolder(), 'file')
    const file = nodeDisk.open(path, 'create')
    onTestFinished(() => file.close())
    file.write(text('hello'), 0)
    await file.writeLater(text('p!'), 3)
    file.sync()
    await file.syncLater()
    expect(await readFile(path, 'utf8')).toBe('help!')
    const buffer = Buffer.alloc(10, '.')
    expect(file.read(buffer, 1)).toBe(4)
    expect(buffer.toString()).toBe('elp!......')
    expect([file.read(buffer, 5), file.read(buffer, 100), file.read(Buffer.alloc(0), 0)]).toEqual([0, 0, 0])
    file.truncate(2)
    expect(file.extent()).toEqual({ size: 2, links: 1 })
    await unlink(path)
    expect(file.extent().links).toBe(0)
    expect(file.read(buffer, 0)).toBe(2)
  })

  it('that is large is replaced and removed like any other, and its space is freed', async () => {
    const dir = await temporaryFolder()
    const [path, other] = [join(dir, 'file'), join(dir, 'other')]
    const freed = async (): Promise<boolean> => {
      const open = await Promise.all(
        (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
      )
      return !open.some((target) => target.startsWith(dir))
    }
    await writeFile(path, Buffer.alloc(20 * 1024 * 1024))
    await writeFile(other, 'new')
    nodeDisk.rename(other, path)
    expect(await readdir(dir)).toEqual(['file'])
    expect(await readFile(path, 'utf8')).toBe('new')
    await writeFile(path, Buffer.alloc(20 * 1024 * 1024))
    nodeDisk.remove(path)
    expect(await readdir(dir)).toEqual([])
    if (process.platform === 'linux') await expect.poll(freed).toBe(true)
  })

  it('is made for its owner only, and emptied where it was', async () => {
    const path = join(await temporaryFolder(), 'file')
    await writeFile(path, 'old')
    const file = nodeDisk.open(path, 'create')
    expect(file.extent().size).toBe(0)
    file.close()
    await unlink(path)
    nodeDisk.open(path, 'create').close()
    expect((await lstat(path)).mode & 0o777).toBe(0o600)
  })

  it('has a state that tells one from another', async () => {
    const dir = await temporaryFolder()
    const path = join(dir, 'file')
    await writeFile(path, 'one')
    const before = nodeDisk.stat(path)
    const file = nodeDisk.open(path, 'read')
    expect(sameFile(file.state(), before)).toBe(true)
    file.close()
    await writeFile(join(dir, 'other'), 'one')
    await rename(join(dir, 'other'), path)
    expect(sameFile(nodeDisk.stat(path), before)).toBe(false)
    expect(sameFile(before, undefined)).toBe(false)
    expect(sameFile(undefined, undefined)).toBe(true)
  })

  it.each([
    ['read', 'none', 'there is no such file or folder (ENOENT)'],
    ['change', 'none', 'there is no such file or folder (ENOENT)'],
    ['create', 'none/file', 'there is no such file or folder (ENOENT)'],
    ['read', 'link', 'it is a symbolic link'],
    ['create', 'link', 'it is a symbolic link'],
    ['read', 'folder', 'it is not a file: put the file itself there'],
    ['create', 'folder', 'a folder is in its place (EISDIR)'],
    ['read', 'file/below', 'a part of the path is not a folder (ENOTDIR)'],
    ['create', 'x'.repeat(300), 'the name is too long for a file'],
  ] as const)('that cannot be opened to %s (%s) is told with its path and the reason', async (mode, name, reason) => {
    const dir = await temporaryFolder()
    await writeFile(join(dir, 'file'), '')
    await mkdir(join(dir, 'folder'))
    await symlink(join(dir, 'file'), join(dir, 'link'))
    const path = join(dir, name)
    expect(() => nodeDisk.open(path, mode)).toThrow(
      expect.objectContaining({ name: 'DiskException', path, message: expect.stringContaining(reason) }),
    )
  })
})

describe('names', () => {
  it('are listed, replaced and removed', async () => {
    const dir = await temporaryFolder()
    await writeFile(join(dir, 'a'), 'new')
    await writeFile(join(dir, 'b'), 'old')
    nodeDisk.rename(join(dir, 'a'), join(dir, 'b'))
    nodeDisk.syncDirectory(dir)
    expect(nodeDisk.list(dir)).toEqual(['b'])
    expect(await readFile(join(dir, 'b'), 'utf8')).toBe('new')
    nodeDisk.remove(join(dir, 'b'))
    nodeDisk.remove(join(dir, 'b'))
    expect(await readdir(dir)).toEqual([])
  })

  it('of folders are made with all above them, and removed only when they are empty', async () => {
    const dir = await temporaryFolder()
    const deep = join(dir, 'one', 'two')
    nodeDisk.makeDirectory(deep)
    nodeDisk.makeDirectory(deep)
    expect((await lstat(join(dir, 'one'))).mode & 0o777).toBe(0o700)
    expect(() => nodeDisk.remove(join(dir, 'one'))).toThrow(/ENOTEMPTY|EEXIST/)
    nodeDisk.remove(deep)
    nodeDisk.remove(join(dir, 'one'))
    expect(await readdir(dir)).toEqual([])
  })

  it('are looked at without following links', async () => {
    const dir = await temporaryFolder()
    await symlink('nowhere', join(dir, 'link'))
    expect(nodeDisk.stat(join(dir, 'link'))).toMatchObject({ kind: 'other' })
    expect(nodeDisk.stat(dir)).toMatchObject({ kind: 'directory', owner: process.geteuid?.() })
    expect(nodeDisk.stat(join(dir, 'none'))).toBeUndefined()
  })

  it('that cannot be changed are told with their path', async () => {
    const dir = await temporaryFolder()
    const none = join(dir, 'none')
    for (const fails of [
      () => nodeDisk.list(none),
      () => nodeDisk.realPath(none),
      () => nodeDisk.syncDirectory(none),
      () => nodeDisk.checkWritable(none),
      () => nodeDisk.rename(join(dir, 'a'), none),
    ]) {
      expect(fails).toThrow(expect.objectContaining({ name: 'DiskException', path: none }))
    }
  })
})

describe('a lock', () => {
  it('is had by one, or by all who share it', async () => {
    const path = join(await temporaryFolder(), 'lock')
    const [one, two, three] = [nodeDisk.openLock(path), nodeDisk.openLock(path), nodeDisk.openLock(path)]
    expect(one.tryLock()).toBe(true)
    expect([two.tryLock(), two.tryLock(true)]).toEqual([false, false])
    const waiting = two.waitForLock()
    one.unlock()
    await waiting
    expect(one.tryLock()).toBe(false)
    two.unlock()
    expect([one.tryLock(true), two.tryLock(true), three.tryLock()]).toEqual([true, true, false])
    one.close()
    two.close()
    expect(three.tryLock()).toBe(true)
    three.close()
  })

  it('holds a note, and knows whether its file is there', async () => {
    const path = join(await temporaryFolder(), 'lock')
    const [one, two] = [nodeDisk.openLock(path), nodeDisk.openLock(path)]
    expect(one.note()).toBe('')
    one.leaveNote('12345\n')
    expect(two.note()).toBe('12345\n')
    one.leaveNote('7\n')
    expect(two.note()).toBe('7\n')
    expect(one.isThere()).toBe(true)
    await unlink(path)
    expect([one.isThere(), one.note()]).toEqual([false, '7\n'])
    const three = nodeDisk.openLock(path)
    expect([one.isThere(), three.isThere()]).toEqual([false, true])
    for (const lock of [one, two, three]) lock.close()
  })
})
