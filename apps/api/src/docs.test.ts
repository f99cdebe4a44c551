import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { openApp } from '../test/open-app.ts'

const { app, call } = await openApp()

describe('/openapi.json', () => {
  it('is a valid document', async () => {
    const { body, status } = await call('GET', '/openapi.json')
    expect(status).toBe(200)
    expect(await new Validator().validate(body)).toEqual({ valid: true })
  })

  it('lists every route with its verbs and status codes', async () => {
    const { body } = await call('GET', '/openapi.json')
    const listed = Object.entries(body.paths as Record<string, Record<string, { responses: object }>>).flatMap(
      ([path, verbs]) =>
        Object.entries(verbs).map(([verb, { responses }]) => `${verb} ${path} ${Object.keys(responses).join('/')}`),
    )
    expect(listed.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'delete /animal/{animalId} 204/403/404/409/500/503',
      'delete /family/{familyId} 204/403/404/409/500/503',
      'delete /user/{userId} 204/403/404/409/500/503',
      'delete /user_details/{userId} 204/403/404/409/500/503',
      'get /animal/{animalId} 200/403/404/500/503',
      'get /animal_list 200/400/403/500/503',
      'get /family 200/400/403/500/503',
      'get /family/{familyId} 200/403/404/500/503',
      'get /family_list 200/400/403/500/503',
      'get /system_health 200/403/500/503',
      'get /user 200/400/403/500/503',
      'get /user/{userId} 200/403/404/500/503',
      'get /user_details 200/400/403/500/503',
      'get /user_details/{userId} 200/403/404/500/503',
      'patch /family/{familyId} 200/400/403/404/409/413/500/503',
      'patch /user/{userId} 200/400/403/404/409/413/500/503',
      'patch /user_details/{userId} 200/400/403/404/409/413/500/503',
      'post /animal 201/400/403/409/413/422/500/503',
      'post /family 201/400/403/409/413/500/503',
      'post /user 201/400/403/409/413/500/503',
      'post /user_details 201/400/403/404/409/413/500/503',
      'put /animal/{animalId} 200/400/403/404/409/413/422/500/503',
    ])
  })
})

describe('/docs', () => {
  it('is a page that names nothing outside, and forbids it', async () => {
    const answer = await app.request('/docs')
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/html/)
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'self'")
    const page = await answer.text()
    const start = await (await app.request('/docs/start.js')).text()
    expect(page + start).not.toMatch(/(https?:)?\/\/\w/)
    expect(start).toContain('validatorUrl: null')
    const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!)
    expect(named).toHaveLength(4)
    for (const url of named) expect((await app.request(url)).status).toBe(200)
  })

  it('serves swagger-ui with its content types, and nothing else', async () => {
    const script = await app.request('/docs/swagger-ui-bundle.js')
    expect(script.headers.get('Content-Type')).toMatch(/^text\/javascript/)
    expect((await script.text()).length).toBeGreaterThan(100_000)
    for (const path of ['/docs/package.json', '/docs/..%2Fpackage.json', '/docs/toString']) {
      expect((await app.request(path)).status).toBe(404)
    }
  })
})
