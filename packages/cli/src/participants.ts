import { createReadStream } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import { text } from 'node:stream/consumers'
import { phoneNumberDigits } from '@sms/core/provider'
import { UsageError } from './usage-error.ts'

/** Somebody on a list, and where. */
export interface ListedParticipant {
  /** A phone number in E.164, so that one is always the same; anything else as it is written there. */
  readonly participant: string
  readonly line: number
}

/**
 * Reads a list of participants, one a line; empty lines and those that begin with `#` are left out, and who stands
 * there twice is there once.
 *
 * @param path Of the list; `-` for standard input.
 * @throws {UsageError} when it cannot be read, or names nobody.
 */
export async function readParticipants(
  path: string,
  signal: AbortSignal,
): Promise<readonly ListedParticipant[]> {
  const found = new Map<string, ListedParticipant>()
  for (const [index, content] of (await contentOf(path, signal)).split('\n').entries()) {
    const written = content.trim()
    if (written === '' || written.startsWith('#')) continue
    const digits = phoneNumberDigits(written)
    const participant = digits === null ? written : `+${digits}`
    if (!found.has(participant)) found.set(participant, { participant, line: index + 1 })
  }
  if (found.size === 0) throw new UsageError('--participants: the list names nobody; write one on each line.')
  return [...found.values()]
}

async function contentOf(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await text(addAbortSignal(signal, path === '-' ? process.stdin : createReadStream(path)))
  } catch {
    signal.throwIfAborted()
    throw new UsageError(`--participants: ${path} cannot be read; name a file, or - for standard input.`)
  }
}
