/** What is measured over HTTP, and through the document client. */
export const wireBenchNames = [
  'wire-get',
  'wire-query',
  'wire-update',
  'wire-put',
  'document-get',
  'document-put',
] as const

export type WireBenchName = (typeof wireBenchNames)[number]

export type HttpBenchName = Extract<WireBenchName, `wire-${string}`>
export type DocumentBenchName = Exclude<WireBenchName, HttpBenchName>

export function isHttpBench(name: WireBenchName): name is HttpBenchName {
  return name.startsWith('wire-')
}

/** As many callers wait for an answer at the same time. */
export const callers = 32
