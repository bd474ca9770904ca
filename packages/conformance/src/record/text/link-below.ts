import { pathBelow, segments } from './request-below.ts'

/** A link to the provider itself. */
export interface ProviderLink {
  /** What precedes the path: the base URL, its path, or nothing. */
  readonly root: 'URL' | 'path' | 'none'
  /** The path below the base URL, percent-encoded. */
  readonly path: string
  readonly parameters: URLSearchParams
}

/**
 * Reads a link to the provider itself: a whole URL, or one without a host but with a query, such as a link to a page
 * (`/v1/messages?page=2`, `?page=2`). Returns null for any other text.
 */
export function linkBelow(baseUrl: string, text: string): ProviderLink | null {
  const isWhole = /^https?:\/\//i.test(text)
  if (!isWhole && !/^(?:\/(?!\/)[^\s?]*)?\?[^\s?]+=\S*$/.test(text)) return null
  const url = URL.parse(text, baseUrl)
  if (url === null) return null
  const parameters = url.searchParams
  if (!isWhole && text.startsWith('?')) return { root: 'none', path: '', parameters }
  const path = pathBelow(baseUrl, url.href)
  if (path !== null) return { root: isWhole ? 'URL' : 'path', path, parameters }
  return isWhole ? null : { root: 'none', path: url.pathname, parameters }
}

/**
 * Reads a path without a host that begins as the path of a request does, such as that of an item of the requested list.
 * Returns null for any other text.
 *
 * @param requested The path of the request, below the base URL.
 */
export function pathLike(baseUrl: string, requested: string, text: string): ProviderLink | null {
  const url = /^\/(?!\/)[^\s?#]+$/.test(text) ? URL.parse(text, baseUrl) : null
  if (url === null) return null
  const below = pathBelow(baseUrl, url.href)
  const path = below ?? url.pathname
  if (segments(path)[0] !== segments(requested)[0]) return null
  return { root: below === null ? 'none' : 'path', path, parameters: url.searchParams }
}
