import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** boto3's table resource and client, in Python. */
export async function boto3(endpoint: string): Promise<string[]> {
  const program = join(import.meta.dirname, '../../python/animals.py')
  const { stdout } = await promisify(execFile)('python3', [program, endpoint])
  return stdout.trimEnd().split('\n')
}
