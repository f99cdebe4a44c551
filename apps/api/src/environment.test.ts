import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { portOf, readEnvironment } from './environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'cmz-environment-'))
const defaults = join(folder, 'offline.env')
writeFileSync(defaults, 'PERSISTENCE_MODE=file\nFILE_PERSISTENCE_DIR=../data\nFILE_PERSISTENCE_DATASET=fixtures\n')

it('without defaults is what was given', () => {
  const given = { FILE_PERSISTENCE_DIR: 'x', PORT: '' }
  expect(readEnvironment(given)).toBe(given)
})

it('takes defaults, their paths relative to their file; an empty variable counts as unset', () => {
  expect(readEnvironment({ PERSISTENCE_MODE: '', PORT: '1' }, defaults)).toEqual({
    PERSISTENCE_MODE: 'file',
    FILE_PERSISTENCE_DIR: join(folder, '../data'),
    FILE_PERSISTENCE_DATASET: join(folder, 'fixtures'),
    PORT: '1',
  })
})

it('prefers what was given, its paths relative to where the caller stood', () => {
  expect(
    readEnvironment({ INIT_CWD: '/zoo', FILE_PERSISTENCE_DIR: './mine', PERSISTENCE_MODE: 'memory' }, defaults),
  ).toMatchObject({ FILE_PERSISTENCE_DIR: '/zoo/mine', PERSISTENCE_MODE: 'memory' })
  expect(readEnvironment({ FILE_PERSISTENCE_DIR: '/srv/data' }, defaults)['FILE_PERSISTENCE_DIR']).toBe('/srv/data')
})

it('reads the port', () => {
  expect([portOf({}), portOf({ PORT: '' }), portOf({ PORT: '0' }), portOf({ PORT: '65535' })]).toEqual([
    8080, 8080, 0, 65_535,
  ])
  for (const PORT of ['65536', '-1', '80a', '8e3', ' 80']) {
    expect(() => portOf({ PORT })).toThrow(`PORT is ${JSON.stringify(PORT)}: set it to a number from 0 to 65535`)
  }
})
