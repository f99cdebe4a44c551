import { type Item, numberText, type NumberValue, type TypeName, typeOf, type Value } from '@cmz/store-core'

/** The JSON text of an item as DynamoDB sends it; written at once, since an object between would cost as much again. */
export function encodeItem(item: Item): string {
  let text = '{'
  for (const name in item) {
    if (text.length > 1) text += ','
    text += quoteName(name) + encodeValue(item[name]!)
  }
  return `${text}}`
}

/** The JSON text of one value with its type tag. */
export function encodeValue(value: Value): string {
  if (typeof value === 'string') return `{"S":${quote(value)}}`
  const type = typeOf(value) as Exclude<TypeName, 'S'>
  switch (type) {
    case 'N':
      return `{"N":"${numberText(value as NumberValue)}"}`
    case 'BOOL':
      return value === true ? '{"BOOL":true}' : '{"BOOL":false}'
    case 'NULL':
      return '{"NULL":true}'
    case 'B':
      return `{"B":${base64(value as Uint8Array)}}`
    case 'SS':
      return `{"SS":[${[...(value as Set<string>)].map(quote).join(',')}]}`
    case 'NS':
      return `{"NS":[${[...(value as Set<NumberValue>)].map((each) => `"${numberText(each)}"`).join(',')}]}`
    case 'BS':
      return `{"BS":[${[...(value as Set<Uint8Array>)].map(base64).join(',')}]}`
    case 'L':
      return `{"L":[${(value as readonly Value[]).map(encodeValue).join(',')}]}`
    case 'M':
      return `{"M":${encodeItem(value as Item)}}`
  }
}

/** Names with their quotes and colon: an item's are nearly always met before. */
const quoted = new Map<string, string>()
const mostQuoted = 10_000

function quoteName(name: string): string {
  let text = quoted.get(name)
  if (text === undefined) {
    if (quoted.size === mostQuoted) quoted.clear()
    quoted.set(name, (text = `${quote(name)}:`))
  }
  return text
}

// what JSON has to escape; U+2028 and lone surrogates are left to JSON.stringify
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const special = /["\\\u0000-\u001f\ud800-\udfff]/
/** Up to here a look at each character is quicker than a regular expression. */
const short = 40

function quote(text: string): string {
  if (text.length > short) return special.test(text) ? JSON.stringify(text) : `"${text}"`
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || unit >= 0xd800) return JSON.stringify(text)
  }
  return `"${text}"`
}

function base64(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`
}
