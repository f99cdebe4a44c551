import type { Database } from '@cmz/store'
import type { CmzTables } from '@cmz/cmz-tables'
import { OpenAPIHono } from '@hono/zod-openapi'
import { readBody } from './body.ts'
import { docs } from './docs.ts'
import type { Logger } from './logger.ts'
import { answerError, answerUnknown, checkRequest } from './refuse.ts'
import { type App, type Env, localOnly, prepareRequest } from './request.ts'
import { animalRoutes } from './routes/animal.ts'
import { familyRoutes } from './routes/family.ts'
import { systemHealthRoutes } from './routes/system-health.ts'
import { userDetailsRoutes } from './routes/user-details.ts'
import { userRoutes } from './routes/user.ts'
import { openZoo } from './zoo.ts'

/** What the API runs on. It knows no driver: whoever opens the database chooses one. */
export interface AppOptions {
  readonly database: Database
  readonly tables: CmzTables
  readonly logger: Logger
  /** Shown by `/system_health`. */
  readonly mode: string
}

/** The zoo's HTTP API. */
export function createApp({ database, tables, logger, mode }: AppOptions): App {
  const app = new OpenAPIHono<Env>({ defaultHook: checkRequest })
  app.onError(answerError)
  app.notFound(answerUnknown(app))
  app.use(prepareRequest(logger, openZoo(database, tables)))
  app.use(localOnly)
  app.use(readBody)
  userRoutes(app)
  userDetailsRoutes(app)
  animalRoutes(app)
  familyRoutes(app)
  systemHealthRoutes(app, mode)
  docs(app)
  return app
}
