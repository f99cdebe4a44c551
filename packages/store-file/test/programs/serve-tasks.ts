import { parentPort } from 'node:worker_threads'
import { tasks } from './tasks.ts'

interface Request {
  readonly id: number
  readonly name: keyof typeof tasks
  readonly input: readonly never[]
}

// the same program serves a process and a thread
const requests = parentPort ?? process
requests.on('message', (request: Request) => void serve(request))

function answer(message: object): void {
  if (parentPort === null) process.send!(message)
  else parentPort.postMessage(message, [])
}

async function serve({ id, name, input }: Request): Promise<void> {
  try {
    const task = tasks[name] as (...each: readonly never[]) => unknown
    answer({ id, result: await task(...input) })
  } catch (error) {
    answer({ id, error: told(error) })
  }
}

/** What an error tells, without what cannot be sent. */
function told(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, cause: _cause, ...rest } = Object.fromEntries(Object.entries(error))
  return { ...rest, name: name ?? error.name, message: message ?? error.message }
}
