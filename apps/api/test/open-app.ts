import { Writable } from 'node:stream'
import { type CmzTables, cmzTables } from '@cmz/cmz-tables'
import { type Database, openDatabase } from '@cmz/store'
import { type Logger, pino } from 'pino'
import { createApp } from '../src/app.ts'
import type { App } from '../src/request.ts'

/** An answer, with its JSON read. */
interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

/** The API in this process, over a database of its own in memory. */
export interface OpenApp {
  readonly app: App
  readonly database: Database
  readonly tables: CmzTables
  readonly logger: Logger
  /** The log lines so far. */
  readonly logs: Record<string, unknown>[]
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  /** Creates by POST and gives the new item; fails unless the answer is 201. */
  readonly make: (path: string, body: object) => Promise<Record<string, unknown>>
  /** Creates a user of this type and gives its id. */
  readonly user: (userType?: 'none' | 'parent' | 'student', more?: object) => Promise<string>
}

export async function openApp(given?: Database): Promise<OpenApp> {
  const database = given ?? (await openDatabase({ mode: 'memory' }))
  const tables = cmzTables({})
  const logs: Record<string, unknown>[] = []
  const logger = pino(
    new Writable({
      write(line: Buffer, _encoding, done) {
        logs.push(JSON.parse(line.toString()) as Record<string, unknown>)
        done()
      },
    }),
  )
  const app = createApp({ database, tables, logger, mode: 'memory' })
  const call: OpenApp['call'] = async (method, path, body, headers = {}) => {
    const response = await app.request(path, {
      method,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    }
  }
  const make: OpenApp['make'] = async (path, fields) => {
    const { status, body } = await call('POST', path, fields)
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`)
    return body
  }
  let count = 0
  const user: OpenApp['user'] = async (userType = 'none', more = {}) => {
    count += 1
    const { userId } = await make('/user', { email: `user${count}@example.com`, userType, ...more })
    return userId as string
  }
  return { app, database, tables, logger, logs, call, make, user }
}
