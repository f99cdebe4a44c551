/** What another process or thread answers. */
export interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: Readonly<Record<string, unknown>>
}

/** An error of another process: its name, message, and what else it told. */
class RemoteError extends Error {
  constructor({ name, message, ...told }: Readonly<Record<string, unknown>>) {
    super(String(message))
    this.name = String(name)
    Object.assign(this, told)
  }
}

/** Questions that were put to another process or thread, until it has answered. */
export class Questions {
  readonly #open = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  #id = 0

  async ask<T>(send: (id: number) => void): Promise<T> {
    const id = ++this.#id
    return new Promise<T>((resolve, reject) => {
      this.#open.set(id, { resolve, reject })
      send(id)
    })
  }

  answer({ id, result, error }: Answer): void {
    const question = this.#open.get(id)
    this.#open.delete(id)
    if (error === undefined) question?.resolve(result as never)
    else question?.reject(new RemoteError(error))
  }

  /** Nobody will answer any more. */
  fail(error: Error): void {
    for (const { reject } of this.#open.values()) reject(error)
    this.#open.clear()
  }
}
