import { readFileSync } from 'node:fs'

const [file] = process.argv.slice(2)
process.stdout.write(String(readFileSync(file).length))
