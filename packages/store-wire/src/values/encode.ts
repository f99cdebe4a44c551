import { type Item, numberText, type NumberValue, typeOf, type Value } from '@cmz/store-core'

/** The JSON text of an item as DynamoDB sends it; written at once, since an object between would cost as much again. */
export function encodeItem(item: Item): string {
  let text = '{'
  for (const name in item) {
    if (text.length > 1) text += ','
    text += `${quote(name)}:${encodeValue(item[name]!)}`
  }
  return `${text}}`
}

/** The JSON text of several items. */
export function encodeItems(items: readonly Item[]): string {
  return `[${items.map(encodeItem).join(',')}]`
}

/** The JSON text of one value with its type tag. */
export function encodeValue(value: Value): string {
  switch (typeOf(value)) {
    case 'S':
      return `{"S":${quote(value as string)}}`
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

// what JSON has to escape; U+2028 and lone surrogates are left to JSON.stringify
// oxlint-disable-next-line no-control-regex
const special = /["\\\u0000-\u001f\ud800-\udfff]/

function quote(text: string): string {
  return special.test(text) ? JSON.stringify(text) : `"${text}"`
}

function base64(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`
}
