import { addressSchema, type Family, familyAttributes, idSchema, maxParents, maxStudents } from '@cmz/cmz-tables'
import { createRoute, z } from '@hono/zod-openapi'
import { toJson } from '../json.ts'
import { pageOf, pageSchema, pagingQuery } from '../paging.ts'
import type { App } from '../request.ts'
import { createFamily, deleteFamily, findFamily, listFamilies, updateFamily } from '../rules/family.ts'
import { answer, body, failures, patchOf, stamps } from './answers.ts'

/** Sets of the table are arrays here; an empty one stands for an absent set. */
const members = z.array(idSchema).max(maxParents)
const familySchema = z.object({ ...familyAttributes, parents: members, students: members, ...stamps }).openapi('Family')

const { familyId: _key, ...given } = familyAttributes
const newFamilySchema = z
  .strictObject({ ...given, parents: members.optional(), students: members.optional() })
  .openapi('NewFamily')

const familyPatchSchema = patchOf(given)
  .extend({
    parents: members.optional(),
    students: members.optional(),
    address: patchOf(addressSchema.shape).nullish(),
  })
  .openapi('FamilyPatch')

const tags = ['Families']
const params = z.object({ familyId: idSchema })

const list = createRoute({
  method: 'get',
  path: '/family',
  tags,
  summary: 'List families, by id',
  request: { query: pagingQuery },
  responses: { 200: answer('A page of families', pageSchema(familySchema)), ...failures(400) },
})

const listToo = createRoute({ ...list, path: '/family_list' })

const create = createRoute({
  method: 'post',
  path: '/family',
  tags,
  summary: `Create a family of 1 to ${maxParents} parents and 1 to ${maxStudents} students, who are users`,
  request: { body: body(newFamilySchema) },
  responses: { 201: answer('The family', familySchema), ...failures(400, 409, 413) },
})

const read = createRoute({
  method: 'get',
  path: '/family/{familyId}',
  tags,
  summary: 'Read a family',
  request: { params },
  responses: { 200: answer('The family', familySchema), ...failures(404) },
})

const update = createRoute({
  method: 'patch',
  path: '/family/{familyId}',
  tags,
  summary: 'Change a family; parents and students are replaced, the address merges',
  request: { params, body: body(familyPatchSchema) },
  responses: { 200: answer('The family', familySchema), ...failures(400, 404, 409, 413) },
})

const remove = createRoute({
  method: 'delete',
  path: '/family/{familyId}',
  tags,
  summary: 'Delete a family; its members stay',
  request: { params },
  responses: { 204: { description: 'Deleted' }, ...failures(404, 409) },
})

/** `/family`, `/family_list` and `/family/{familyId}`. */
export function familyRoutes(app: App): void {
  app.openapi(list, async (c) =>
    c.json(pageOf((await listFamilies(c.var.zoo)).map(familyJson), c.req.valid('query')), 200),
  )
  app.openapi(listToo, async (c) =>
    c.json(pageOf((await listFamilies(c.var.zoo)).map(familyJson), c.req.valid('query')), 200),
  )
  app.openapi(create, async (c) => c.json(familyJson(await createFamily(c.var.zoo, c.req.valid('json'))), 201))
  app.openapi(read, async (c) => c.json(familyJson(await findFamily(c.var.zoo, c.req.valid('param').familyId)), 200))
  app.openapi(update, async (c) => {
    const { familyId } = c.req.valid('param')
    return c.json(familyJson(await updateFamily(c.var.zoo, familyId, c.req.valid('json'))), 200)
  })
  app.openapi(remove, async (c) => {
    await deleteFamily(c.var.zoo, c.req.valid('param').familyId)
    return c.body(null, 204)
  })
}

function familyJson(family: Family) {
  const { parents = [], students = [], ...rest } = toJson(family)
  return { ...rest, parents, students }
}
