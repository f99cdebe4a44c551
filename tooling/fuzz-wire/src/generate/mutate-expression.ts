import { isObject, type JsonObject } from '../json.ts'
import type { Random } from '../random.ts'
import { slotsOf } from './mutate.ts'

/** A fault in an expression, or in what it stands on (rules 4.16 to 4.28 and 5.1 to 5.3). */
export function mutateExpression(random: Random, input: JsonObject): void {
  const slots = slotsOf(input).filter(([, name]) => typeof name === 'string' && name.endsWith('Expression'))
  if (slots.length === 0) return
  const [parent, name] = random.pick(slots) as [JsonObject, string]
  const text = parent[name]
  if (typeof text !== 'string') return
  random.weighted<() => void>([
    [4, () => void (parent[name] = otherToken(random, text))],
    [
      1,
      () =>
        void (parent[name] = random.pick([
          '',
          ' ',
          '(',
          'a b',
          text.slice(0, -1),
          `${text} `,
          `(${text})`,
          `((${text}))`,
        ])),
    ],
    [2, () => otherAlias(random, parent)],
    [
      1,
      () =>
        void (parent[name] = inserted(
          random,
          text,
          random.pick(['status', 'Name', '_n', '5n', 'a-b', '#missing', ':missing', '=', ',', '.']),
        )),
    ],
    [1, () => void (parent[name] = `${text} AND ${random.pick(faulty)}`)],
    [
      0.5,
      () =>
        void (parent[name] =
          `${text} ${random.pick(['SET', 'REMOVE', 'ADD', 'DELETE', 'set'])} ${random.pick(['q', 'm.x', 'l[0]', 'q = m', 'q :v0'])}`),
    ],
    [0.3, () => void (parent[name] = `${text}${' '.repeat(4096)}`)],
    [
      0.3,
      () =>
        void (parent[name] = Array.from({ length: random.pick([150, 151, 300, 301]) }, () => 'a = b').join(' AND ')),
    ],
  ])()
}

/** Conditions that are refused one and all. */
const faulty: readonly string[] = [
  't = t',
  'size(t)',
  'foo(t)',
  'begins_with(t)',
  'attribute_exists(:v0)',
  'contains(t, t)',
  'attribute_type(t, :v0)',
  'size(size(t)) = :v0',
  't[0] = m.x.y',
  't IN ()',
  't.5 = n',
  't[-1] = n',
  't[n] = n',
  't BETWEEN n',
  'NOT',
  'n > attribute_exists(t)',
]

const tokens = [
  '=',
  '<>',
  '<',
  '>=',
  '(',
  ')',
  ',',
  'AND',
  'OR',
  'NOT',
  'BETWEEN',
  'IN',
  '+',
  '-',
  '.',
  '[',
  ']',
  '[0]',
  'a',
  't',
  '#n0',
  ':v0',
  '5',
  'SET',
  'size',
  'attribute_exists',
  'if_not_exists',
  '*',
  '!',
  '"',
]

function otherToken(random: Random, text: string): string {
  const parts = text.match(/\w+|[#:]\w+|\s+|[^\w\s]/g) ?? []
  const at = random.below(parts.length + 1)
  return random.weighted<() => string>([
    [1, () => parts.toSpliced(at, 1).join('')],
    [1, () => parts.toSpliced(at, 0, ' ', random.pick(tokens), ' ').join('')],
    [1, () => parts.toSpliced(at, 1, random.pick(tokens)).join('')],
    [1, () => parts.toSpliced(at, 0, parts[at] ?? '').join('')],
  ])()
}

function inserted(random: Random, text: string, word: string): string {
  const names = [...text.matchAll(/[#:]?\w+/g)]
  if (names.length === 0) return word
  const { index, 0: found } = random.pick(names)
  return text.slice(0, index) + word + text.slice(index + found.length)
}

/** Undefined, unused and ill-formed names of what expressions stand for (rules 4.21 to 4.25). */
function otherAlias(random: Random, parent: JsonObject): void {
  const member = random.pick(['ExpressionAttributeNames', 'ExpressionAttributeValues'])
  const isName = member === 'ExpressionAttributeNames'
  const aliases = isObject(parent[member]) ? parent[member] : (parent[member] = {})
  const some = isName ? 't' : { S: 'a' }
  const first = Object.keys(aliases)[0]
  random.pick<() => void>([
    () => void (aliases[isName ? '#unused' : ':unused'] = some),
    () => void (aliases[isName ? 'bad' : 'bad'] = some),
    () => void (aliases[isName ? '#a-b' : ':a.b'] = some),
    () => void (aliases[isName ? '#' : ':'] = some),
    () => void (aliases[''] = some),
    () => first !== undefined && void delete aliases[first],
    () => void (parent[member] = {}),
    () => void delete parent[member],
  ])()
}
