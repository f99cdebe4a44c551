import { pbkdf2 } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { nodeDisk } from './node-disk.ts'

it('finishes a sync that has not begun yet when the file is closed', async () => {
  const dir = await temporaryFolder()
  const file = nodeDisk.open(join(dir, 'first'), 'create')
  file.write(Buffer.from('text'), 0)
  const busy = Array.from({ length: 8 }, () => promisify(pbkdf2)('', '', 20_000, 64, 'sha512')) // the threads of the pool
  const synced = file.syncLater()
  file.close()
  await expect(synced).resolves.toBeUndefined()
  expect(() => file.state()).toThrow('EBADF')
  await Promise.all(busy)
})
