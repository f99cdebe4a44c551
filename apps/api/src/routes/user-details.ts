import { idSchema, usageSchema, userDetailsAttributes } from '@cmz/cmz-tables'
import { createRoute, z } from '@hono/zod-openapi'
import { toJson } from '../json.ts'
import { pageOf, pageSchema, pagingQuery } from '../paging.ts'
import type { App } from '../request.ts'
import { createDetails, deleteDetails, findDetails, listDetails, updateDetails } from '../rules/user-details.ts'
import { answer, body, failures, patchOf, stamps } from './answers.ts'

const detailsSchema = z.object({ ...userDetailsAttributes, ...stamps }).openapi('UserDetails')

const { userDetailsId: _key, ...given } = userDetailsAttributes
const newDetailsSchema = z.strictObject(given).openapi('NewUserDetails')

const { userId: _owner, ...changeable } = given
const detailsPatchSchema = patchOf(changeable)
  .extend({ usage: patchOf(usageSchema.shape).nullish() })
  .openapi('UserDetailsPatch')

const tags = ['User details']
const params = z.object({ userId: idSchema })

const list = createRoute({
  method: 'get',
  path: '/user_details',
  tags,
  summary: 'List user details',
  request: { query: pagingQuery },
  responses: { 200: answer('A page of user details', pageSchema(detailsSchema)), ...failures(400) },
})

const create = createRoute({
  method: 'post',
  path: '/user_details',
  tags,
  summary: 'Create the details of a user, who has none yet',
  request: { body: body(newDetailsSchema) },
  responses: { 201: answer('The details', detailsSchema), ...failures(400, 404, 409, 413) },
})

const read = createRoute({
  method: 'get',
  path: '/user_details/{userId}',
  tags,
  summary: 'Read the details of a user',
  request: { params },
  responses: { 200: answer('The details', detailsSchema), ...failures(404) },
})

const update = createRoute({
  method: 'patch',
  path: '/user_details/{userId}',
  tags,
  summary: 'Change some of the details of a user; maps merge, null removes',
  request: { params, body: body(detailsPatchSchema) },
  responses: { 200: answer('The details', detailsSchema), ...failures(400, 404, 409, 413) },
})

const remove = createRoute({
  method: 'delete',
  path: '/user_details/{userId}',
  tags,
  summary: 'Delete the details of a user',
  request: { params },
  responses: { 204: { description: 'Deleted' }, ...failures(404, 409) },
})

/** `/user_details` and `/user_details/{userId}`. */
export function userDetailsRoutes(app: App): void {
  app.openapi(list, async (c) => c.json(pageOf((await listDetails(c.var.zoo)).map(toJson), c.req.valid('query')), 200))
  app.openapi(create, async (c) => c.json(toJson(await createDetails(c.var.zoo, c.req.valid('json'))), 201))
  app.openapi(read, async (c) => c.json(toJson(await findDetails(c.var.zoo, c.req.valid('param').userId)), 200))
  app.openapi(update, async (c) => {
    const { userId } = c.req.valid('param')
    return c.json(toJson(await updateDetails(c.var.zoo, userId, c.req.valid('json'))), 200)
  })
  app.openapi(remove, async (c) => {
    await deleteDetails(c.var.zoo, c.req.valid('param').userId)
    return c.body(null, 204)
  })
}
