import type { IncomingHttpHeaders } from 'node:http'

/** A request to a JSON API. */
export interface JsonRequest {
  readonly method: string
  /** As it was sent, percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The origin that the simulator listens on, for links to itself. */
  readonly origin: string
}

/** A response of a JSON API. `body` is sent as JSON. */
export interface JsonResponse {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The decoded segments of a path below `root`, or null if the percent-encoding is malformed. */
export function pathSegments(path: string, root: string): readonly string[] | null {
  try {
    return path.slice(root.length).split('/').slice(1).map(decodeURIComponent)
  } catch {
    return null
  }
}
