import type { RecordedRequest } from '../../fixture/fixture.ts'

/** A request in the form of a fixture, or null if its URL is not below the base URL. */
export function requestBelow(baseUrl: string, url: string): RecordedRequest | null {
  const path = pathBelow(baseUrl, url)
  return path === null ? null : { path, query: Object.fromEntries(new URL(url).searchParams) }
}

/** The segments of a path. A segment that is well encoded is percent-decoded. */
export function segments(path: string): readonly string[] {
  return path.split('/').slice(1).map(decoded)
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The path of a URL below a base URL, percent-encoded, or null if the URL is not below it. */
export function pathBelow(baseUrl: string, url: string): string | null {
  const base = new URL(baseUrl)
  const root = base.pathname.replace(/\/+$/, '')
  const { origin, pathname } = new URL(url)
  return origin === base.origin && pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : null
}
