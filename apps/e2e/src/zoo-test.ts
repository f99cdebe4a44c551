import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dynoxideAvailable, localCredentials, localRegion, startDynoxide } from '@cmz/dynamo-servers'
import { expect, test as base } from '@playwright/test'
import { findChromium } from './chromium.ts'
import { startApi } from './start-api.ts'

/** What a project of the configuration chooses. */
export interface ApiOptions {
  readonly mode: 'file' | 'dynamo'
}

interface WorkerFixtures extends ApiOptions {
  readonly api: Api
}

/** The API of one worker. */
interface Api {
  readonly url: string
  /** Where it keeps its files; absent in dynamo mode. */
  readonly folder?: string
}

interface TestFixtures {
  readonly available: void
  /** Calls the API with the fetch of a page of its own origin. */
  readonly call: (method: string, path: string, body?: object) => Promise<Answer>
  /** In file mode, expects that the JSON file of the table holds an item like this one; else expects nothing. */
  readonly expectOnDisk: (table: string, item: Readonly<Record<string, unknown>>) => Promise<void>
}

export interface Answer {
  readonly status: number
  /** Empty if the answer has no content. */
  readonly body: Readonly<Record<string, unknown>>
}

const dataset = join(import.meta.dirname, '../../../fixtures/default')

/** A test in a browser that reaches nothing but this machine, against the API in the mode of the project. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  mode: ['file', { option: true, scope: 'worker' }],

  available: [
    async ({ mode }, use, testInfo) => {
      const reason = missing(mode)
      // in CI, a browser that is not there must not pass for tests that ran
      if (findChromium() === undefined && process.env['CI'] === 'true') throw new Error(reason)
      testInfo.skip(reason !== undefined, reason)
      await use()
    },
    { auto: true },
  ],

  api: [
    async ({ mode }, use) => {
      await (mode === 'file' ? withFiles(use) : withDynoxide(use))
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ api }, use) => {
    await use(api.url)
  },

  context: async ({ context }, use) => {
    const outside: string[] = []
    await context.route('**', async (route) => {
      const url = route.request().url()
      if (new URL(url).hostname === '127.0.0.1') return route.continue()
      outside.push(url)
      return route.abort()
    })
    const complaints: string[] = []
    context.on('weberror', (error) => complaints.push(error.error().message))
    // what the page's own policy stops never gets as far as the route above
    context.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text())
    })
    await use(context)
    expect(outside, 'requests to other hosts').toEqual([])
    expect(complaints, 'errors in the page').toEqual([])
  },

  call: async ({ page }, use) => {
    await page.goto('/system_health') // any page of this origin may ask it
    await use((method, path, body) =>
      page.evaluate(
        async (request) => {
          const answer = await fetch(request.path, {
            method: request.method,
            ...(request.body && {
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify(request.body),
            }),
          })
          const text = await answer.text()
          return { status: answer.status, body: JSON.parse(text || '{}') as Answer['body'] }
        },
        { method, path, body },
      ),
    )
  },

  expectOnDisk: async ({ api }, use) => {
    await use(async (table, item) => {
      const { folder } = api
      if (folder === undefined) return
      // the journal is folded into the file a moment after the last write
      await expect(async () => {
        const items: unknown = JSON.parse(await readFile(join(folder, `${table}.json`), 'utf8'))
        expect(items).toContainEqual(expect.objectContaining(item))
      }).toPass()
    })
  },
})

function missing(mode: ApiOptions['mode']): string | undefined {
  if (findChromium() === undefined) return 'there is no Chromium: install one, or set CHROMIUM_PATH'
  if (mode === 'dynamo' && !dynoxideAvailable()) return 'dynoxide runs on Linux x64 only'
  return undefined
}

async function withFiles(use: (api: Api) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cmz-e2e-'))
  try {
    const api = await startApi({
      PERSISTENCE_MODE: 'file',
      FILE_PERSISTENCE_DIR: folder,
      FILE_PERSISTENCE_DATASET: dataset,
    })
    await use({ url: api.url, folder })
    await api.stop()
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function withDynoxide(use: (api: Api) => Promise<void>): Promise<void> {
  const server = await startDynoxide()
  try {
    const api = await startApi({
      PERSISTENCE_MODE: 'dynamo',
      DYNAMODB_ENDPOINT_URL: server.endpoint,
      AWS_REGION: localRegion,
      AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    })
    await use({ url: api.url })
    await api.stop()
  } finally {
    await server.stop()
  }
}
