import { readFileSync } from 'node:fs'

const [file, key, andMemory] = process.argv.slice(2)
const users = new Map()
for (const line of readFileSync(file, 'utf8').split('\n')) {
  if (!line.startsWith('{')) continue
  const user = JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line)
  users.set(user.userId, user)
}
process.stdout.write(users.get(key).userId)
if (andMemory !== undefined) process.stdout.write(`\n${process.memoryUsage.rss()}`)
