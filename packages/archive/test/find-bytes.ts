import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Which of some texts are in a file of a folder, in any way that JSON writes them, and in which file. */
export function findBytes(folder: string, texts: readonly string[]): string[] {
  const found: string[] = []
  for (const file of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, file))
    for (const text of texts)
      if (spellings(text).some((spelling) => bytes.includes(spelling))) found.push(`${file}: ${text}`)
  }
  return found
}

function spellings(text: string): Buffer[] {
  const escaped = [...text].map((character) =>
    character > '\u007f' ? String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character,
  )
  return [text, JSON.stringify(text).slice(1, -1), escaped.join('')].map((one) => Buffer.from(one))
}
