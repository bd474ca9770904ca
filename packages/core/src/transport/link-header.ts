/** A link of a `Link` header (RFC 8288): what it is to the page, and where it points. */
export interface Link {
  /** The relation type, in lower case. */
  readonly rel: string
  /** Untrusted input: nothing may be requested from it. */
  readonly target: string
}

const LONGEST_HEADER = 16_384

/** The well-formed links of a `Link` header; null when there is none. Takes time linear in its length. */
export function parseLinkHeader(header: string | null): readonly Link[] | null {
  if (header === null || header.length > LONGEST_HEADER) return null
  const links = splitUnquoted(header, ',').flatMap((value): Link[] => {
    const [target = '', ...parameters] = splitUnquoted(value, ';').map((part) => part.trim())
    if (!target.startsWith('<') || !target.endsWith('>')) return []
    const rel = parameters.find((parameter) => /^rel\s*=/i.test(parameter)) ?? ''
    const types = rel
      .slice(rel.indexOf('=') + 1)
      .replaceAll('"', '')
      .toLowerCase()
      .split(/\s+/)
    return types
      .filter((type) => type !== '')
      .map((type) => ({ rel: type, target: target.slice(1, -1).trim() }))
  })
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
