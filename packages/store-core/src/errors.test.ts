import { describe, expect, it } from 'vitest'
import * as errors from './errors.ts'

const details = { table: 'users', key: { id: 'u', b: new Uint8Array([1]) }, cause: new Error('why') }
const where = ' (table users, key {"id":"u","b":"AQ=="})'

const samples: [name: string, error: errors.StoreError, message: string][] = [
  ['StoreError', new errors.StoreError('Oh', details), `Oh${where}`],
  [
    'ConditionalCheckFailedException',
    new errors.ConditionalCheckFailedException(details),
    `The conditional request failed${where}`,
  ],
  ['ValidationException', new errors.ValidationException('Oh', details), `Oh${where}`],
  ['ResourceNotFoundException', new errors.ResourceNotFoundException('Oh', details), `Oh${where}`],
  ['ResourceInUseException', new errors.ResourceInUseException('Oh', details), `Oh${where}`],
  ['ThrottlingException', new errors.ThrottlingException('Oh', details), `Oh${where}`],
  [
    'TransactionCanceledException',
    new errors.TransactionCanceledException([{ code: 'None' }, { code: 'ConditionalCheckFailed' }], details),
    `Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]${where}`,
  ],
  [
    'CorruptFileException',
    new errors.CorruptFileException('Bad', { file: 'a.json', line: 2, column: 3 }, details),
    `a.json:2:3 Bad. The file was left as it is: repair or remove it${where}`,
  ],
  ['DiskException', new errors.DiskException('Oh', '/data', details), `Oh${where}`],
  ['StoreClosedException', new errors.StoreClosedException(details), `The database is closed${where}`],
  ['UnsupportedException', new errors.UnsupportedException('Oh', details), `Oh${where}`],
  ['ConfigurationException', new errors.ConfigurationException('Oh', details), `Oh${where}`],
]

describe('errors', () => {
  it.each(samples)('%s has its name, table, key and cause', (name, error, message) => {
    expect(error).toBeInstanceOf(errors.StoreError)
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe(name)
    expect(error.message).toBe(message)
    expect(error.table).toBe('users')
    expect(error.key).toBe(details.key)
    expect(error.cause).toBe(details.cause)
    expect(String(error)).toBe(`${name}: ${message}`)
  })

  it('tells nothing of what it does not know', () => {
    const error = new errors.StoreError('Oh')
    expect(error.message).toBe('Oh')
    expect([error.table, error.key, error.cause]).toEqual([undefined, undefined, undefined])
    expect(new errors.StoreError('Oh', { table: 'users' }).message).toBe('Oh (table users)')
  })

  it('carries what belongs to its kind', () => {
    expect(new errors.ConditionalCheckFailedException({}, 'too late').message).toBe(
      'The conditional request failed: too late',
    )
    expect(new errors.ValidationException('Oh').issues).toEqual([])
    expect(new errors.ValidationException('Oh', { issues: [{ path: ['a', 0], message: 'x' }] }).issues).toHaveLength(1)
    expect(new errors.TransactionCanceledException([{ code: 'None' }]).reasons).toEqual([{ code: 'None' }])
    expect(new errors.CorruptFileException('Bad', { file: 'a.json', line: 2, column: 3 })).toMatchObject({
      file: 'a.json',
      line: 2,
      column: 3,
    })
    expect(new errors.DiskException('Oh', '/data').path).toBe('/data')
  })

  it('says who holds the folder, where that is known', () => {
    const locked = new errors.DirectoryLockedException('/data', 17)
    expect(locked).toMatchObject({ name: 'DirectoryLockedException', directory: '/data', pid: 17 })
    expect(locked.message).toMatch('/data is in use by process 17: stop it')
    expect(new errors.DirectoryLockedException('/data', undefined).message).toMatch('in use by another process')
  })
})
