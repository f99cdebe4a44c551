import { animalAttributes, configurationSchema, idSchema } from '@cmz/cmz-tables'
import { createRoute, z } from '@hono/zod-openapi'
import { toJson } from '../json.ts'
import { pageOf, pageSchema, pagingQuery } from '../paging.ts'
import type { App } from '../request.ts'
import { createAnimal, deleteAnimal, findAnimal, listAnimals, updateAnimal } from '../rules/animal.ts'
import { answer, body, failures, patchOf, stamps } from './answers.ts'

const animalSchema = z.object({ ...animalAttributes, ...stamps }).openapi('Animal')

const { animalId: _key, ...given } = animalAttributes
const newAnimalSchema = z.strictObject(given).openapi('NewAnimal')

const animalPatchSchema = patchOf(given)
  .extend({ configuration: patchOf(configurationSchema.shape).optional() })
  .openapi('AnimalPatch')

const tags = ['Animals']
const params = z.object({ animalId: idSchema })

const list = createRoute({
  method: 'get',
  path: '/animal_list',
  tags,
  summary: 'List animals, by name',
  request: { query: pagingQuery.extend({ status: given.status.unwrap().optional() }) },
  responses: { 200: answer('A page of animals', pageSchema(animalSchema)), ...failures(400) },
})

const create = createRoute({
  method: 'post',
  path: '/animal',
  tags,
  summary: 'Create an animal; its name is its own',
  request: { body: body(newAnimalSchema) },
  responses: { 201: answer('The animal', animalSchema), ...failures(400, 409, 413, 422) },
})

const read = createRoute({
  method: 'get',
  path: '/animal/{animalId}',
  tags,
  summary: 'Read an animal',
  request: { params },
  responses: { 200: answer('The animal', animalSchema), ...failures(404) },
})

const update = createRoute({
  method: 'put',
  path: '/animal/{animalId}',
  tags,
  summary: 'Merge attributes into an animal; maps merge, null removes',
  request: { params, body: body(animalPatchSchema) },
  responses: { 200: answer('The animal', animalSchema), ...failures(400, 404, 409, 413, 422) },
})

const remove = createRoute({
  method: 'delete',
  path: '/animal/{animalId}',
  tags,
  summary: 'Delete an animal',
  request: { params },
  responses: { 204: { description: 'Deleted' }, ...failures(404, 409) },
})

/** `/animal_list`, `/animal` and `/animal/{animalId}`. */
export function animalRoutes(app: App): void {
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    return c.json(pageOf((await listAnimals(c.var.zoo, query.status)).map(toJson), query), 200)
  })
  app.openapi(create, async (c) => c.json(toJson(await createAnimal(c.var.zoo, c.req.valid('json'))), 201))
  app.openapi(read, async (c) => c.json(toJson(await findAnimal(c.var.zoo, c.req.valid('param').animalId)), 200))
  app.openapi(update, async (c) => {
    const { animalId } = c.req.valid('param')
    return c.json(toJson(await updateAnimal(c.var.zoo, animalId, c.req.valid('json'))), 200)
  })
  app.openapi(remove, async (c) => {
    await deleteAnimal(c.var.zoo, c.req.valid('param').animalId)
    return c.body(null, 204)
  })
}
