import type { IncomingHttpHeaders } from 'node:http'

/** The providers that are simulated, by the names that their readers have. */
export type ProviderName = 'smstools' | 'conversations-rcs' | 'ip1'

/** A request as a provider sees it. */
export interface ProviderRequest {
  readonly method: string
  /** As it was sent, percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** Where the simulator listens, for links to itself. */
  readonly origin: string
}

/** What goes back: `body` as JSON. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One provider's API. */
export interface Provider {
  readonly name: ProviderName
  /** Where its paths begin. */
  readonly root: string
  answer(request: ProviderRequest): Answer
  /** How it words a refusal that is not about the request, such as HTTP 503. */
  refusal(status: number, path: string): Answer
  /** How it says that its servers have a problem, where it does not do so with HTTP 500. */
  readonly problem?: Answer
}

/** The segments of a path below the root, decoded; null when the percent-encoding is malformed. */
export function pathSegments(path: string, root: string): readonly string[] | null {
  try {
    return path.slice(root.length).split('/').slice(1).map(decodeURIComponent)
  } catch {
    return null
  }
}
