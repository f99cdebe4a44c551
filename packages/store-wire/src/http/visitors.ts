import { isIP } from 'node:net'

export interface VisitorOptions {
  /** Names that a request may call this server by, without the port; `*` for any. */
  readonly allowHosts?: readonly string[] | undefined
  /** Origins of web pages that may call it, such as `https://app.test`; `*` for any. */
  readonly allowOrigins?: readonly string[] | undefined
}

const remembered = 100

/**
 * Who may talk to this server. A page on the web that gives its own name this machine's address (DNS rebinding) sends
 * that name as `Host`, and any other page sends its `Origin`: both are refused unless allowed. An address and a name of
 * this machine cannot be given to anybody else's page.
 */
export class Visitors {
  readonly #allowHosts: ReadonlySet<string>
  readonly #allowOrigins: ReadonlySet<string>
  /** Hosts that were let in: there are few, and each is sent a thousand times a second. */
  readonly #hosts = new Set<string>()

  constructor({ allowHosts = [], allowOrigins = [] }: VisitorOptions) {
    this.#allowHosts = new Set(allowHosts.map(nameOf))
    // as it is copied from the bar of a browser, with a slash at its end
    this.#allowOrigins = new Set(allowOrigins.map((origin) => origin.toLowerCase().replace(/\/$/, '')))
  }

  /** Why a request is refused; `undefined` where it is let in. */
  refusal(host: string | undefined, origin: string | undefined): string | undefined {
    if (host !== undefined && !this.#hosts.has(host)) {
      if (!this.#letsIn(host)) return `Host ${JSON.stringify(host)} is not allowed`
      if (this.#hosts.size < remembered) this.#hosts.add(host)
    }
    if (origin === undefined || this.#allowOrigins.has('*') || this.#allowOrigins.has(origin.toLowerCase())) {
      return undefined
    }
    return isOfThisMachine(hostOfOrigin(origin)) ? undefined : `Origin ${JSON.stringify(origin)} is not allowed`
  }

  #letsIn(host: string): boolean {
    const name = nameOf(host)
    if (this.#allowHosts.has('*') || this.#allowHosts.has(name)) return true
    return isOfThisMachine(name) || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
  }
}

/** Without the port. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '')
}

function hostOfOrigin(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname : ''
}

function isOfThisMachine(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
}
