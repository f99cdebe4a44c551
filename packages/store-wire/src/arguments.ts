import { parseArgs } from 'node:util'
import type { EndpointOptions } from './http/start-endpoint.ts'

export const usage: string = `Usage: cmz-store-endpoint (--dir <folder> | --memory) [options]

Answers DynamoDB's protocol over HTTP, on a folder of JSON files or in memory.

  --dir <folder>            the data; made where it is missing, and other processes may use it at the same time
  --memory                  keep nothing
  --port <number>           0 for any free port (default: 8000)
  --host <address>          the address to listen on (default: 127.0.0.1, which only this machine reaches)
  --durability <level>      process: an acknowledged write survives kill -9 (default); disk: a power cut too
  --allow-origin <origin>   a web page that may call, such as https://app.test; * for any; may be repeated
  --allow-host <name>       a name it may be called by, besides addresses and localhost; * for any; may be repeated
  --keep-expired            leave items whose time to live is over; else they are removed every minute
  --faults                  let requests ask for faults in their header x-store-fault, for tests
  --help, --version`

const highestPort = 65_535

/** What the command line asks for; an Error that says what is wrong with it. */
export function readArguments(args: readonly string[]): EndpointOptions | 'help' | 'version' {
  const { values } = parseArgs({
    args: args.filter((each) => each !== '--'), // pnpm hands it on
    options: {
      dir: { type: 'string' },
      memory: { type: 'boolean' },
      port: { type: 'string', default: '8000' },
      host: { type: 'string' },
      durability: { type: 'string', default: 'process' },
      'allow-origin': { type: 'string', multiple: true },
      'allow-host': { type: 'string', multiple: true },
      'keep-expired': { type: 'boolean', default: false },
      faults: { type: 'boolean', default: false },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
  })
  if (values.help) return 'help'
  if (values.version) return 'version'
  const { dir, memory, host, port, durability, faults } = values
  if ((dir === undefined) === (memory === undefined)) throw new Error('Give either --dir <folder> or --memory')
  if (dir === '') throw new Error('--dir: give a folder')
  if (!/^\d{1,5}$/.test(port) || Number(port) > highestPort)
    throw new Error(`--port: ${port} is none of 0 to ${highestPort}`)
  if (durability !== 'process' && durability !== 'disk')
    throw new Error(`--durability: ${durability} is neither process nor disk`)
  return {
    ...(dir === undefined ? { memory: true } : { dir, durability }),
    port: Number(port),
    host,
    ...(values['keep-expired'] && { sweepEvery: false as const }),
    faults,
    allowOrigins: values['allow-origin'],
    allowHosts: values['allow-host'],
  }
}
