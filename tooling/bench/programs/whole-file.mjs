import { readFileSync } from 'node:fs'

const [file, key] = process.argv.slice(2)
const user = JSON.parse(readFileSync(file, 'utf8')).find(({ userId }) => userId === key)
process.stdout.write(user.userId)
