import { readFileSync } from 'node:fs'
import { UsageError } from '../errors/usage-error.ts'

/**
 * The text of a file, decoded as `decodeText` does.
 *
 * @param option Names the file on the command line.
 * @throws {UsageError} when it cannot be read.
 */
export function readTextFile(option: string, path: string): string {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch {
    throw new UsageError(`${option}: ${path} cannot be read; name a text file that you may read.`)
  }
  return decodeText(option, path, bytes)
}

/**
 * Text in UTF-8, or in UTF-16 with a byte-order mark, as editors and spreadsheets save it. The mark is left out, and
 * each line ends in `\n`.
 *
 * @param name Names the source in an error.
 * @throws {UsageError} that names the line with other bytes.
 */
export function decodeText(option: string, name: string, bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes).replaceAll(/\r\n?/g, '\n')
  // What cannot be decoded has become U+FFFD; a NUL shows UTF-16 without its mark, or no text at all.
  const broken = text.search(/[\0\ufffd]/)
  if (broken === -1) return text
  const line = text.slice(0, broken).split('\n').length
  throw new UsageError(`${option}: ${name}, line ${line}: this is not text in UTF-8; save the file as UTF-8.`)
}

function encodingOf([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
