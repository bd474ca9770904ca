import { pathOf } from '../../src/record/text/classify-text.ts'

/** The values of some JSON that must be redacted: texts of at least 4 characters, and digits of phone numbers. */
export interface OriginalValues {
  readonly texts: ReadonlySet<string>
  readonly numbers: ReadonlySet<string>
}

export function originalValues(bodies: readonly unknown[], keep: readonly string[]): OriginalValues {
  const texts = new Set<string>()
  const numbers = new Set<string>()
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        visit(inner, Array.isArray(value) ? path : pathOf(path, key))
      }
      return
    }
    if (keep.includes(path) || value === null || typeof value === 'boolean') return
    const text = String(value)
    if (text.trim().length >= 4 && Number.isNaN(Number(text))) texts.add(text)
    // Not the digits of a SID: it is an original text itself.
    for (const [digits] of text.replaceAll(/[A-Z]{2}[0-9a-f]{32}/g, '').matchAll(/\d{8,15}/g))
      numbers.add(digits.replace(/^00/, ''))
    for (const [address] of text.matchAll(/\S+@\S+\.\w+/g)) texts.add(address)
  }
  for (const body of bodies) visit(body, '')
  return { texts, numbers }
}

/** The original values that a text includes as they are, as JSON writes them, or percent-encoded. */
export function survivors(text: string, { texts, numbers }: OriginalValues): readonly string[] {
  return [...texts, ...numbers].filter((original) =>
    spellings(original).some((spelling) => text.includes(spelling)),
  )
}

function spellings(original: string): readonly string[] {
  return [original, JSON.stringify(original).slice(1, -1), encodeURIComponent(original.toWellFormed())]
}
