import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import session, { type Store } from 'express-session'
import type { Printout } from '../printout.ts'

declare module 'express-session' {
  interface SessionData {
    visits: number
    user: { readonly name: string; readonly roles: readonly string[] }
  }
}

/** A browser on a small site whose sessions are in the store: visits are counted, it signs in, and out again. */
export async function browse(store: Store, out: Printout): Promise<void> {
  const sessions = session({ store, secret: 'keyboard cat', resave: false, saveUninitialized: false, name: 'sid' })
  const site = createServer((request, response) => {
    const failed = (error: unknown): void => void response.writeHead(500).end(String(error))
    // the middleware is written for express, and uses of it what node:http has too
    sessions(request as never, response as never, (error?: unknown) => {
      if (error !== undefined) return failed(error)
      const { session: own } = request as unknown as { session: session.Session & Partial<session.SessionData> }
      if (request.url === '/out') {
        return own.destroy((problem) => (problem ? failed(problem) : response.end('bye')))
      }
      if (request.url === '/in') own.user = { name: 'Zoë', roles: ['admin', ''] }
      if (request.url !== '/look') own.visits = (own.visits ?? 0) + 1
      response.end(JSON.stringify([own.visits, own.user]))
    })
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  const { port } = site.address() as AddressInfo
  let cookie = ''
  const get = async (path: string): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })
    const [given] = answer.headers.getSetCookie()
    if (given !== undefined) cookie = given.split(';')[0]!
    const text = await answer.text()
    out.say(`GET ${path}`, [answer.status, path === '/out' ? text : JSON.parse(text), given !== undefined])
  }
  try {
    for (const path of ['/', '/', '/in', '/look', '/', '/out', '/']) await get(path)
  } finally {
    site.closeAllConnections()
    site.close()
    await once(site, 'close')
  }
}
