import { open } from 'lmdb'

const [file, key] = process.argv.slice(2)
const root = open({ path: file })
const users = root.openDB({ name: 'users' })
process.stdout.write(users.get(key).userId)
await root.close()
