import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { notFound } from './errors.ts'
import type { App } from './request.ts'

const require = createRequire(import.meta.url)

/** What the page needs of swagger-ui-dist, with the content types. Nothing else of it is served. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>CMZ API</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`

// without a validator: the default one is on another host
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', validatorUrl: null, tryItOutEnabled: true })\n`

/** The browser itself refuses whatever the page might ask of another host. */
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"

/** `/openapi.json`, and `/docs`: a page to read and try the API, all of it served from here. */
export function docs(app: App): void {
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'CMZ API',
      version: '1.0.0',
      description: 'Users, families and animals of the zoo. There is no sign-in yet, so it serves this machine only.',
    },
    servers: [{ url: '/' }],
  })
  app.get('/docs', (c) => {
    c.header('Content-Security-Policy', policy)
    return c.html(page)
  })
  app.get('/docs/start.js', (c) => c.body(start, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  app.get('/docs/:asset', async (c) => {
    const asset = c.req.param('asset')
    const type = Object.hasOwn(assets, asset) ? assets[asset] : undefined
    if (type === undefined) throw notFound('file', asset)
    const file = await readFile(require.resolve(`swagger-ui-dist/${asset}`))
    return c.body(file, 200, { 'Content-Type': type, 'Cache-Control': 'max-age=3600' })
  })
}
