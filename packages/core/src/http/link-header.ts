/** A link of a `Link` header (RFC 8288): its relation to the page, and its target. */
export interface Link {
  /** The relation type, in lower case. */
  readonly rel: string
  /** Untrusted input: nothing may be requested from it. */
  readonly target: string
}

const LONGEST_HEADER = 16_384

/**
 * Returns the links of a `Link` header; null if there is none, or if one of them cannot be read: it might be the one that
 * counts.
 * Takes time linear in the header's length.
 *
 * @example
 * ```ts
 * import { parseLinkHeader } from '@sms/core/provider'
 *
 * const links = parseLinkHeader('<https://api.example.com/messages?start=50>; rel="next"')
 * console.log(links?.some(({ rel }) => rel === 'next')) // true
 * ```
 */
export function parseLinkHeader(header: string | null): readonly Link[] | null {
  if (header === null || header.length > LONGEST_HEADER) return null
  const links: Link[] = []
  for (const value of splitUnquoted(header, ',')) {
    const [target = '', ...parameters] = splitUnquoted(value, ';').map((part) => part.trim())
    if (target === '' && parameters.length === 0) continue
    // A URI contains neither spaces nor brackets (RFC 3986). With one of them, the link ends elsewhere.
    if (!/^<[^<>\s]*>$/.test(target)) return null
    const rel = parameters.find((parameter) => /^rel\s*=/i.test(parameter)) ?? ''
    const types = rel
      .slice(rel.indexOf('=') + 1)
      .replaceAll(/["']/g, '')
      .toLowerCase()
      .split(/\s+/)
    for (const type of types) if (type !== '') links.push({ rel: type, target: target.slice(1, -1) })
  }
  return links.length === 0 ? null : links
}

/** Splits at a separator that stands neither within quotation marks nor within angle brackets. */
function splitUnquoted(text: string, separator: string): string[] {
  const parts: string[] = []
  let closing = ''
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (closing === '"' && character === '\\') at += 1
    else if (closing !== '') closing = character === closing ? '' : closing
    else if (character === '"') closing = '"'
    else if (character === '<') closing = '>'
    else if (character === separator) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}
