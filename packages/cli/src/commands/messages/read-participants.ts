import { createReadStream } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { decodeText } from '../../inputs/read-text.ts'
import { UsageError } from '../../errors/usage-error.ts'

/** A participant on a list. */
export interface ListedParticipant {
  /** A phone number in E.164, so that one is always the same; anything else as it is written there. */
  readonly participant: string
  /** Where it is on the list, such as `customers.txt, line 2`. */
  readonly place: string
}

/**
 * Reads a list of participants, one on each line. Empty lines and those that begin with `#` are left out, quotes around
 * a line are removed, and a participant that is listed twice is read once.
 *
 * @param path Of the list; `-` for standard input.
 * @throws {UsageError} when it cannot be read, or lists no one.
 */
export async function readParticipants(
  path: string,
  signal: AbortSignal,
): Promise<readonly ListedParticipant[]> {
  const name = path === '-' ? 'standard input' : path
  const text = decodeText('--participants', name, await contentOf(path, signal))
  // The walks and the transport come with it: a mistake on the command line is reported without loading them.
  const { phoneNumberDigits } = await import('@sms/core/provider')
  const found = new Map<string, ListedParticipant>()
  for (const [index, line] of text.split('\n').entries()) {
    const place = `${name}, line ${index + 1}`
    const written = readLine(line.trim(), place)
    if (written === '' || written.startsWith('#')) continue
    const digits = phoneNumberDigits(written)
    // A national number stays as it is: the provider's error says what is wrong with it.
    const participant = digits === null || digits.startsWith('0') ? written : `+${digits}`
    if (!found.has(participant)) found.set(participant, { participant, place })
  }
  if (found.size === 0) {
    throw new UsageError(`--participants: ${name} lists no one; write one participant on each line.`)
  }
  return [...found.values()]
}

/** @throws {UsageError} for what a spreadsheet makes of a list, unless the participant in it is certain. */
function readLine(line: string, place: string): string {
  if (line.startsWith('#')) return line
  const [, quoted] = /^"((?:[^"]|"")*)"$/.exec(line) ?? []
  if (quoted !== undefined) return quoted.replaceAll('""', '"').trim()
  if (/^\d([.,]\d+)?E\+\d+$/i.test(line)) {
    throw new UsageError(
      `--participants: ${place}: a spreadsheet has shortened this number; format its column as text, and save the list again.`,
    )
  }
  if (/[;,\t]/.test(line)) {
    throw new UsageError(
      `--participants: ${place}: there is more than one column; keep only the participants, one on each line.`,
    )
  }
  return line
}

async function contentOf(path: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    return await buffer(addAbortSignal(signal, path === '-' ? process.stdin : createReadStream(path)))
  } catch {
    signal.throwIfAborted()
    throw new UsageError(`--participants: ${path} cannot be read; name a file, or - for standard input.`)
  }
}
