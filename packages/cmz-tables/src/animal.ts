import { defineTable, type Stored } from '@cmz/store-core'
import { z } from 'zod'
import { idSchema } from './id.ts'

/** The language models an animal may talk with. */
export const aiModels = ['gpt-4o', 'gpt-4o-mini', 'gpt-4-turbo', 'gpt-3.5-turbo'] as const

/** The voices an animal may have. */
export const voices = ['alloy', 'echo', 'fable', 'onyx', 'nova', 'shimmer'] as const

/** How an animal talks. Temperatures are kept to 0.1, topP to 0.01. */
export const configurationSchema = z.strictObject({
  aiModel: z.enum(aiModels).optional(),
  voice: z.enum(voices).optional(),
  temperature: z.number().min(0).max(2).overwrite(roundTo(10)).optional(),
  topP: z.number().min(0).max(1).overwrite(roundTo(100)).optional(),
  toolsEnabled: z.array(z.string().min(1).max(100)).max(50).optional(),
  guardrails: z.record(z.string(), z.unknown()).optional(),
})

/** The attributes of an animal, each with its schema. An animal gets the status `deleted` only by being deleted. */
export const animalAttributes = {
  animalId: idSchema,
  name: z.string().trim().min(1).max(100),
  species: z.string().trim().min(1).max(100).optional(),
  status: z.enum(['active', 'inactive', 'deleted']).default('active'),
  personality: z.record(z.string(), z.unknown()).default({}),
  configuration: configurationSchema.default({}),
}

/** The animals: found by species. No two live ones have the same name, in whatever case. */
export function animalTable(name: string) {
  return defineTable({
    name,
    partitionKey: 'animalId',
    idPrefix: 'animal',
    indexes: { bySpecies: { partitionKey: 'species' } },
    unique: { name: (text) => text.toLowerCase() },
    version: true,
    attributes: animalAttributes,
  })
}

export type AnimalTable = ReturnType<typeof animalTable>
export type Animal = Stored<NonNullable<AnimalTable['shape']>>

function roundTo(steps: number): (value: number) => number {
  return (value) => Math.round(value * steps) / steps
}
