import { closeSync, fdatasync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Contender, groupSize, type Place, type Session } from '../contender.ts'
import { lineOf, userOf } from '../items.ts'

const syncLater = promisify(fdatasync)

export const append: Contender = {
  name: 'append',
  limit: 'append',
  survives: 'kill',
  about: 'one line appended to a file',
  async open(place) {
    return onFile(place, (file, line) => {
      const write = (): unknown => writeSync(file, line)
      return { put: write, update: write }
    })
  },
}

export const writeSynced: Contender = {
  name: 'write-fdatasync',
  limit: 'write-fdatasync',
  survives: 'power cut',
  about: 'one line appended to a file, and fdatasync; the better of waiting for it synchronously and asynchronously',
  async open(place) {
    return onFile(place, (file, line) => ({
      put() {
        writeSync(file, line)
        fdatasyncSync(file)
      },
    }))
  },
}

export const writeSyncedLater: Contender = {
  ...writeSynced,
  name: 'write-fdatasync-async',
  async open(place) {
    return onFile(place, (file, line) => ({
      async put() {
        writeSync(file, line)
        await syncLater(file)
      },
    }))
  },
}

export const groupSynced: Contender = {
  name: 'group-commit-64',
  limit: 'group-commit-64',
  survives: 'power cut',
  about: '64 lines appended to a file by one write, and one fdatasync; the better of both ways to wait',
  async open(place) {
    return onFile(place, (file, line) => {
      const lines = group(line)
      return {
        putGroup() {
          writeSync(file, lines)
          fdatasyncSync(file)
        },
      }
    })
  },
}

export const groupSyncedLater: Contender = {
  ...groupSynced,
  name: 'group-commit-64-async',
  async open(place) {
    return onFile(place, (file, line) => {
      const lines = group(line)
      return {
        async putGroup() {
          writeSync(file, lines)
          await syncLater(file)
        },
      }
    })
  },
}

function onFile({ folder }: Place, calls: (file: number, line: Buffer) => Omit<Session, 'close'>): Session {
  const file = openSync(join(folder, 'lines'), 'a')
  return { ...calls(file, Buffer.from(`${lineOf(userOf(0))}\n`)), close: async () => closeSync(file) }
}

function group(line: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: groupSize }, () => line))
}
