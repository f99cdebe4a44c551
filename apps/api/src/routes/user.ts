import { idSchema, userAttributes } from '@cmz/cmz-tables'
import { createRoute, z } from '@hono/zod-openapi'
import { toJson } from '../json.ts'
import { pageOf, pageSchema, pagingQuery } from '../paging.ts'
import type { App } from '../request.ts'
import { createUser, deleteUser, findUser, listUsers, updateUser } from '../rules/user.ts'
import { answer, body, failures, patchOf, stamps } from './answers.ts'

const userSchema = z.object({ ...userAttributes, ...stamps }).openapi('User')
const newUserSchema = z.strictObject({ ...userAttributes, userId: idSchema.optional() }).openapi('NewUser')

const { userId: _key, ...changeable } = userAttributes
const userPatchSchema = patchOf(changeable).openapi('UserPatch')

const tags = ['Users']
const params = z.object({ userId: idSchema })

const list = createRoute({
  method: 'get',
  path: '/user',
  tags,
  summary: 'List users, by id',
  request: { query: pagingQuery.extend({ familyId: idSchema.optional(), email: userAttributes.email.optional() }) },
  responses: { 200: answer('A page of users', pageSchema(userSchema)), ...failures(400) },
})

const create = createRoute({
  method: 'post',
  path: '/user',
  tags,
  summary: 'Create a user; without a userId it gets one',
  request: { body: body(newUserSchema) },
  responses: { 201: answer('The user', userSchema), ...failures(400, 409, 413) },
})

const read = createRoute({
  method: 'get',
  path: '/user/{userId}',
  tags,
  summary: 'Read a user',
  request: { params },
  responses: { 200: answer('The user', userSchema), ...failures(404) },
})

const update = createRoute({
  method: 'patch',
  path: '/user/{userId}',
  tags,
  summary: 'Change some attributes of a user; null removes one',
  request: { params, body: body(userPatchSchema) },
  responses: { 200: answer('The user', userSchema), ...failures(400, 404, 409, 413) },
})

const remove = createRoute({
  method: 'delete',
  path: '/user/{userId}',
  tags,
  summary: 'Delete a user and the user’s details',
  request: { params },
  responses: { 204: { description: 'Deleted' }, ...failures(404, 409) },
})

/** `/user` and `/user/{userId}`. */
export function userRoutes(app: App): void {
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    return c.json(pageOf((await listUsers(c.var.zoo, query)).map(toJson), query), 200)
  })
  app.openapi(create, async (c) => c.json(toJson(await createUser(c.var.zoo, c.req.valid('json'))), 201))
  app.openapi(read, async (c) => c.json(toJson(await findUser(c.var.zoo, c.req.valid('param').userId)), 200))
  app.openapi(update, async (c) => {
    const { userId } = c.req.valid('param')
    return c.json(toJson(await updateUser(c.var.zoo, userId, c.req.valid('json'))), 200)
  })
  app.openapi(remove, async (c) => {
    await deleteUser(c.var.zoo, c.req.valid('param').userId)
    return c.body(null, 204)
  })
}
