import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** All files in a folder and below, with their text; of a folder that holds nothing only its name. */
export async function contents(dir: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(dir, path)
    if (entry.isDirectory()) found[`${name}/`] = ''
    else found[name] = entry.isFile() ? await readFile(path, 'utf8') : 'not a file'
  }
  return found
}
