import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

describe('settings', () => {
  it('are dynamo where nothing is said, and an empty variable says nothing', () => {
    expect(readSettings({ environment: {} })).toMatchObject({ mode: 'dynamo', createTables: true })
    expect(readSettings({ environment: { PERSISTENCE_MODE: '', DYNAMODB_CREATE_TABLES: '' } })).toMatchObject({
      mode: 'dynamo',
      createTables: true,
    })
    expect(readSettings({ environment: { DYNAMODB_CREATE_TABLES: 'false' } })).toMatchObject({ createTables: false })
  })

  it('take folder and dataset of file mode from the environment', () => {
    expect(readSettings({ environment: { PERSISTENCE_MODE: 'file' } })).toEqual({
      mode: 'file',
      dir: join(tmpdir(), 'cmz_test_data'),
    })
    const environment = { PERSISTENCE_MODE: 'file', FILE_PERSISTENCE_DIR: '/a', FILE_PERSISTENCE_DATASET: '/b' }
    expect(readSettings({ environment })).toEqual({ mode: 'file', dir: '/a', dataset: '/b' })
  })

  it('prefer what the caller chooses', () => {
    const environment = { PERSISTENCE_MODE: 'dynamo', FILE_PERSISTENCE_DIR: '/a' }
    expect(readSettings({ mode: 'file', dir: '/c', environment })).toEqual({ mode: 'file', dir: '/c' })
    expect(readSettings({ mode: 'memory', environment })).toEqual({ mode: 'memory' })
  })

  it('refuse files in production unless they are allowed', () => {
    const environment = { PERSISTENCE_MODE: 'file', NODE_ENV: 'production' }
    expect(() => readSettings({ environment })).toThrow(/ALLOW_FILE_PERSISTENCE_IN_PRODUCTION to true/)
    expect(
      readSettings({ environment: { ...environment, ALLOW_FILE_PERSISTENCE_IN_PRODUCTION: 'true' } }),
    ).toMatchObject({ mode: 'file' })
    expect(readSettings({ environment: { NODE_ENV: 'production' } })).toMatchObject({ mode: 'dynamo' })
  })

  it.each([
    [{ PERSISTENCE_MODE: 'fil' }, 'PERSISTENCE_MODE is "fil": set it to one of dynamo, file, memory'],
    [{ PERSISTENCE_MODE: 'File' }, 'PERSISTENCE_MODE is "File"'],
    [
      { PERSISTENCE_MODE: 'file', FILE_PERSISTENCE_DURABILITY: 'full' },
      'FILE_PERSISTENCE_DURABILITY is "full": set it to process or disk',
    ],
    [{ DYNAMODB_CREATE_TABLES: 'no' }, 'DYNAMODB_CREATE_TABLES is "no": set it to true or false'],
  ])('refuse %o, saying what to set', (environment, message) => {
    expect(() => readSettings({ environment })).toThrow(message)
    expect(() => readSettings({ environment })).toThrow(expect.objectContaining({ name: 'ConfigurationException' }))
  })
})
