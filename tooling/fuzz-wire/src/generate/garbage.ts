import type { Random } from '../random.ts'
import type { WireRequest } from '../wire-request.ts'
import { slotsOf } from './mutate.ts'

const deep = 100_000

/** A body that no client sends: it has to be refused, and nothing more. */
export function garbage(random: Random, { input }: WireRequest): string {
  const text = JSON.stringify(input)
  return random.pick<() => string>([
    () => bytes(random, random.below(200)),
    () => text.slice(0, random.below(text.length)),
    () => scrambled(random, text),
    () => '['.repeat(deep),
    () => `${'['.repeat(deep)}${']'.repeat(deep)}`,
    () => `{"TableName":"plain.text","Item":{"p":${'{"L":['.repeat(deep)}${']}'.repeat(deep)}}}`,
    () => `{"TableName":"plain.text","Key":{"p":${'{"M":{"a":'.repeat(deep)}{"S":"a"}${'}}'.repeat(deep)}}}`,
    () => JSON.stringify(withExpression(input, `${'('.repeat(2000)}a = b${')'.repeat(2000)}`)),
    () => JSON.stringify(withExpression(input, 'NOT '.repeat(1000))),
    () => JSON.stringify(withExpression(input, `a${'.a'.repeat(2000)} = b`)),
    () =>
      random.pick([
        '',
        'null',
        '5',
        '"text"',
        '[]',
        'true',
        '{}',
        '{"__proto__":{}}',
        '\u0000',
        '\uFEFF{}',
        '{"a":1,}',
      ]),
    () => replaced(random, input, '{"__proto__":{"S":"a"},"constructor":{"S":"b"}}'),
    () => replaced(random, input, '{"S":"\\ud800"}'),
    () => replaced(random, input, '{"N":"1e999999999999999999999999"}'),
    () => replaced(random, input, '1e999999'),
    () => replaced(random, input, '{"NS":["1e-999999999","1e999999999"]}'),
    () => replaced(random, input, `{"N":"${'9'.repeat(100_000)}"}`),
    () => replaced(random, input, `{"N":"0.${'0'.repeat(100_000)}1"}`),
    () => replaced(random, input, '{"S":"a","S":"b"}'),
  ])()
}

function bytes(random: Random, length: number): string {
  return Buffer.from(Array.from({ length }, () => random.below(256))).toString('latin1')
}

function scrambled(random: Random, text: string): string {
  const at = random.below(text.length)
  return (
    text.slice(0, at) +
    random.pick(['', '"', '{', '}', '[', ',', ':', 'null', '\\', '\u0001', '1e5']) +
    text.slice(at + random.below(3))
  )
}

function withExpression(input: WireRequest['input'], text: string): WireRequest['input'] {
  const names = Object.keys(input).filter((name) => name.endsWith('Expression'))
  return names.length === 0 ? { ...input, ConditionExpression: text } : { ...input, [names[0]!]: text }
}

const mark = 'f4c1e0d2'

/** The text of the request with something else in one place. */
function replaced(random: Random, input: WireRequest['input'], text: string): string {
  const changed = structuredClone(input)
  const slots = slotsOf(changed)
  if (slots.length === 0) return text
  const [parent, name] = random.pick(slots) as [Record<string, string>, string]
  parent[name] = mark
  return JSON.stringify(changed).replace(`"${mark}"`, () => text)
}
