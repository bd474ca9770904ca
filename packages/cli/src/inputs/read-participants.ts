import { UsageError } from '../errors/usage-error.ts'
import { inputName, readText } from './read-text.ts'

/** A participant on a list. */
export interface ListedParticipant {
  /** A phone number in E.164, so that one participant has one spelling. Anything else is unchanged. */
  readonly participant: string
  /** Its place on the list, such as `customers.txt, line 2`. */
  readonly place: string
}

/**
 * Reads a list of participants, one per line. Empty lines and lines that begin with `#` are skipped, quotes around a line
 * are removed, and each participant is listed once.
 *
 * @param path The list; `-` for standard input.
 * @throws {UsageError} if it cannot be read or is empty.
 */
export async function readParticipants(
  path: string,
  signal: AbortSignal,
): Promise<readonly ListedParticipant[]> {
  const listed = new Map<string, ListedParticipant>()
  for (const one of await openParticipants(path, signal)) {
    if (!listed.has(one.participant)) listed.set(one.participant, one)
  }
  return [...listed.values()]
}

/**
 * As `readParticipants`, for a list that is too long to hold each participant: they are read from its text each time that they
 * are iterated. One that is listed twice comes twice.
 *
 * @throws {UsageError} if it cannot be read or is empty.
 */
export async function openParticipants(
  path: string,
  signal: AbortSignal,
): Promise<Iterable<ListedParticipant>> {
  const text = await readText('--participants', path, signal)
  // This also loads the walks and the transport. A mistake on the command line is reported without them.
  const { phoneNumberDigits } = await import('@sms/core/provider')
  const name = inputName(path)
  const participants = {
    *[Symbol.iterator](): Generator<ListedParticipant, undefined, void> {
      for (const [index, line] of linesOf(text)) {
        const place = `${name}, line ${index + 1}`
        const written = readLine(line.trim(), place)
        if (written === '' || written.startsWith('#')) continue
        const digits = phoneNumberDigits(written)
        // A national number is unchanged: the provider's error explains it.
        const participant = digits === null || digits.startsWith('0') ? written : `+${digits}`
        yield { participant, place }
      }
    },
  }
  // A mistake in any line is reported before anything is done.
  let count = 0
  for (const _ of participants) count += 1
  if (count === 0)
    throw new UsageError(`--participants: ${name} lists no one. Write one participant per line.`)
  return participants
}

function* linesOf(text: string): Generator<readonly [index: number, line: string], undefined, void> {
  let start = 0
  for (let index = 0; start <= text.length; index += 1) {
    const end = text.indexOf('\n', start)
    yield [index, end === -1 ? text.slice(start) : text.slice(start, end)]
    if (end === -1) return
    start = end + 1
  }
}

/** @throws {UsageError} if a spreadsheet changed the line, unless the participant in it is certain. */
function readLine(line: string, place: string): string {
  if (line.startsWith('#')) return line
  const [, quoted] = /^"((?:[^"]|"")*)"$/.exec(line) ?? []
  if (quoted !== undefined) return quoted.replaceAll('""', '"').trim()
  if (/^\d([.,]\d+)?E\+\d+$/i.test(line)) {
    throw new UsageError(
      `--participants: ${place}: a spreadsheet has shortened this number. Format its column as text and save the list again.`,
    )
  }
  if (/[;,\t]/.test(line)) {
    throw new UsageError(
      `--participants: ${place}: there is more than one column. Keep only the participants, one per line.`,
    )
  }
  return line
}
