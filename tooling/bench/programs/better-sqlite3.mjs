import Database from 'better-sqlite3'

const [file, key] = process.argv.slice(2)
const database = new Database(file)
database.pragma('journal_mode = WAL')
const doc = database.prepare('SELECT doc FROM users WHERE id = ?').pluck().get(key)
process.stdout.write(JSON.parse(doc).userId)
database.close()
