import { scattered } from './random.ts'

/** What is stored: 400 to 450 bytes of JSON. A type, not an interface, so that it counts as an item. */
export type User = {
  readonly userId: string
  readonly email: string
  readonly displayName: string
  readonly role: string
  /** Four users share it; the secondary index. */
  readonly familyId: string
  readonly address: { readonly street: string; readonly city: string; readonly state: string; readonly zip: string }
  readonly interests: readonly string[]
  readonly visits: number
  readonly score: number
  readonly active: boolean
  readonly joined: { readonly at: string; readonly by: { readonly userId: string } }
}

/** What an update sets. */
export interface Fields {
  readonly displayName: string
  readonly visits: number
}

export const familySize = 4

const firstNames = ['Ada', 'Chidi', 'Rosa', 'Mateo', 'Ingrid', 'Kwame', 'Yuki', 'Priya'] as const
const lastNames = ['Okafor', 'Delgado', 'Lindqvist', 'Nakamura', 'Whitaker', 'Mensah', 'Kaur', 'Moreau'] as const
const roles = ['parent', 'student', 'member'] as const
const streets = ['Ridge Road', 'River Lane', 'Mill Drive', 'Orchard Lane'] as const
const cities = ['Spokane', 'Cheney', 'Pullman', 'Moses Lake'] as const
const animals = ['otters', 'red pandas', 'penguins', 'sloths', 'capybaras', 'owls'] as const

/** The key of the item at a position; in the order of their positions, as keys that sort by time of creation are. */
export function userIdOf(position: number): string {
  return `user_01k${base32(position, 7)}${base32(bits(position, 1), 7)}${base32(bits(position, 2), 7)}zq`
}

export function familyIdOf(family: number): string {
  return `family_01k${base32(family, 7)}${base32(bits(family, 3), 7)}${base32(bits(family, 4), 7)}zq`
}

/** The item at a position; later versions of it differ in what an application would change. */
export function userOf(position: number, version = 0, family: number = Math.floor(position / familySize)): User {
  const first = pick(firstNames, position, 5)
  const last = pick(lastNames, position, 6)
  return {
    userId: userIdOf(position),
    email: `${first.toLowerCase()}.${position}@example.org`,
    displayName: version === 0 ? `${first} ${last}` : nameOf(position, version),
    role: pick(roles, position, 7),
    familyId: familyIdOf(family),
    address: {
      street: `${100 + (bits(position, 8) % 900)} ${pick(streets, position, 9)}`,
      city: pick(cities, position, 10),
      state: 'WA',
      zip: String(99_001 + (bits(position, 11) % 900)),
    },
    interests: [pick(animals, position, 12), pick(animals, position, 13), pick(animals, position, 14)],
    visits: (bits(position, 15) % 200) + version,
    score: Math.round(scattered(position, 16) * 1000) / 10,
    active: bits(position, 17) % 8 !== 0,
    joined: {
      at: new Date(1_700_000_000_000 + (position % 1e8) * 1000).toISOString(),
      by: { userId: userIdOf(position - (position % familySize)) },
    },
  }
}

/** What an update of that version sets. */
export function fieldsOf(position: number, version: number): Fields {
  return { displayName: nameOf(position, version), visits: (bits(position, 15) % 200) + version }
}

/** The line of an item in a file that holds one a line. */
export function lineOf(user: User): string {
  return JSON.stringify(user)
}

function nameOf(position: number, version: number): string {
  return `${pick(firstNames, position, version)} ${pick(lastNames, position, version + 1)}`
}

function bits(position: number, salt: number): number {
  return Math.floor(scattered(position, salt) * 2 ** 32)
}

function pick<const T extends readonly unknown[]>(from: T, position: number, salt: number): T[number] {
  return from[bits(position, salt) % from.length]
}

function base32(value: number, length: number): string {
  return value.toString(32).padStart(length, '0')
}
