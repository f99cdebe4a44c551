import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { cmzTables } from '@cmz/cmz-tables'
import { type Database, type Environment, openDatabase, readSettings } from '@cmz/store'
import { createApp } from './app.ts'
import { portOf, readEnvironment } from './environment.ts'
import { createLogger, type Logger } from './logger.ts'
import { answerMalformed } from './refuse.ts'
import { listen, type Server } from './server.ts'

/** Starts the API: a ready line on stdout, logs on stderr. What prevents a start is one line on stderr, and exit 1. */
try {
  const { values } = parseArgs({ options: { defaults: { type: 'string' } } })
  await start(readEnvironment(process.env, values.defaults))
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`CMZ API cannot start: ${message.replaceAll(/\s+/g, ' ')}\n`)
  process.exit(1)
}

async function start(environment: Environment): Promise<void> {
  const logger = createLogger(environment['LOG_LEVEL'] || 'info')
  const settings = readSettings({ environment })
  const tables = cmzTables(environment)
  const server = await listen(portOf(environment))
  const database = await openDatabase({ environment })
  try {
    await database.open(...Object.values(tables))
  } catch (error) {
    await database.close() // leaves a folder that cannot be used as it was found
    throw error
  }
  const app = createApp({ database, tables, logger, mode: settings.mode })
  server.serve((request) => (request === undefined ? answerMalformed(logger) : app.fetch(request)))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop(signal, server, database, logger))
  }
  const folder = settings.mode === 'file' ? `, folder ${resolve(settings.dir)}` : ''
  process.stdout.write(`CMZ API on ${server.url}, mode ${settings.mode}${folder}, this machine only (no sign-in yet)\n`)
}

/** Nothing acknowledged is lost: requests under way are answered first, then the data is closed. */
async function stop(signal: string, server: Server, database: Database, logger: Logger): Promise<void> {
  logger.info({ signal }, 'stopping')
  try {
    await server.stop()
    await database.close()
    logger.info('stopped')
    process.exit(0)
  } catch (error) {
    logger.fatal({ err: error }, 'could not stop cleanly')
    process.exit(1)
  }
}
