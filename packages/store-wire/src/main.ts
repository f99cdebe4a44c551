#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { readArguments, usage } from './arguments.ts'
import type { Endpoint, EndpointOptions } from './index.ts'

const wrongUse = 2

const wanted = read()
if (wanted === 'help') console.log(usage)
else if (wanted === 'version') console.log(version())
else if (wanted !== undefined) await serve(wanted)

function read(): EndpointOptions | 'help' | 'version' | undefined {
  try {
    return readArguments(process.argv.slice(2))
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    process.exitCode = wrongUse
    return undefined
  }
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { readonly version: string }).version
}

async function serve(options: EndpointOptions): Promise<void> {
  try {
    enableCompileCache() // holds for what is loaded from here on: a fifth of the time until it is ready
    const { startEndpoint } = await import('./index.ts')
    const endpoint = await startEndpoint(options)
    // a second signal ends the process at once
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(endpoint))
    console.log(`Ready at ${endpoint.url}`)
  } catch (error) {
    tell(error)
  }
}

/** Ends the process too: a call that somebody gave an hour of latency would keep it alive. */
async function end(endpoint: Endpoint): Promise<void> {
  await endpoint.stop().catch(tell)
  process.exit()
}

function tell(error: unknown): void {
  const { code, message } = error as NodeJS.ErrnoException
  console.error(code === 'EADDRINUSE' ? `${message}: choose another with --port, or 0 for any free one` : message)
  process.exitCode = 1
}
