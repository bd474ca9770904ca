import { createReadStream } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { UsageError } from '../errors/usage-error.ts'

/**
 * Reads a text in UTF-8, or in UTF-16 with a byte-order mark, as editors and spreadsheets save it. The mark is removed,
 * and each line ends in `\n`.
 *
 * @param option The option that names the file, for errors.
 * @param path A file, a named pipe, or `-` for standard input.
 * @throws {UsageError} if it cannot be read, or if a line is not text.
 */
export async function readText(option: string, path: string, signal: AbortSignal): Promise<string> {
  const name = inputName(path)
  try {
    return decode(option, name, await readBytes(path, signal))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UsageError) throw error
    throw new UsageError(`${option}: ${name} cannot be read. Name a text file that you may read.`)
  }
}

/** What an error calls an input. */
export function inputName(path: string): string {
  return path === '-' ? 'standard input' : path
}

function readBytes(path: string, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted()
  // Opening a named pipe waits for a writer, and that wait cannot be cancelled. An abort leaves it behind.
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([buffer(path === '-' ? process.stdin : createReadStream(path)), aborted])
}

function decode(option: string, name: string, bytes: Uint8Array): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes).replaceAll(/\r\n?/g, '\n')
  // The decoder replaces what it cannot decode by U+FFFD. A NUL shows UTF-16 without its mark, or no text at all.
  const broken = text.search(/[\0\ufffd]/)
  if (broken === -1) return text
  const line = text.slice(0, broken).split('\n').length
  throw new UsageError(`${option}: ${name}, line ${line}: this is not text in UTF-8. Save the file as UTF-8.`)
}

function encodingOf([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
