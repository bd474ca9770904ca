/** A line of an excerpt that stands for lines that were left out. */
const LEFT_OUT = /^ *\/\/ …$/

/**
 * Returns the first part of an excerpt that the source does not contain after the parts before it; null if it contains all
 * of them. A part is a row of whole lines, at any indentation.
 */
export function missingPart(excerpt: string, source: string): string | null {
  const lines = source.split('\n')
  let from = 0
  for (const part of partsOf(excerpt)) {
    const start = lines.findIndex((_, at) => at >= from && isAt(lines, at, part))
    if (start === -1) return part.join('\n')
    from = start + part.length
  }
  return null
}

function partsOf(excerpt: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]]
  for (const line of excerpt.split('\n')) {
    if (LEFT_OUT.test(line)) parts.push([])
    else parts.at(-1)?.push(line)
  }
  return parts.filter((part) => part.some((line) => line !== ''))
}

function isAt(lines: readonly string[], at: number, part: readonly string[]): boolean {
  const found = outdented(lines.slice(at, at + part.length))
  return found.join('\n') === outdented(part).join('\n')
}

function outdented(lines: readonly string[]): readonly string[] {
  const widths = lines.filter((line) => line !== '').map((line) => line.search(/\S/))
  return lines.map((line) => line.slice(Math.min(...widths)))
}
