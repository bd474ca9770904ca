import { setTimeout as pause } from 'node:timers/promises'
import type { Archive, Change } from '@sms/archive'
import { SmsError } from '@sms/core'
import { openArchiveToRead } from '../../archive/open-archive.ts'
import { print } from '../../destinations/print.ts'
import { isArchiveError } from '../../errors/archive-error.ts'
import { IncompleteError } from '../../errors/incomplete-error.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import type { ArchiveOptions } from '../../options/archive-options.ts'

/** The options of `sms changes`. */
export interface ChangesCommandOptions extends ArchiveOptions {
  readonly cursor?: string
  readonly follow?: boolean
  readonly raw?: boolean
  readonly simulate?: boolean
}

const POLL_MS = 1000

// In characters: less than a pipe holds.
const BATCH = 32_768

/** `sms changes`: what has happened to the archive, as JSON Lines. */
export async function runChanges(options: ChangesCommandOptions, signal: AbortSignal): Promise<void> {
  await using archive = await openArchiveToRead(options, signal)
  const feed = new Feed(archive, options, signal)
  try {
    await feed.printNew()
    while (options.follow) {
      // The pause ends early only if the signal aborts.
      await pause(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted())
      await feed.printNew()
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new IncompleteError(error, feed.advice)
  }
}

/** The changes of an archive, each printed once. */
class Feed {
  readonly #archive: Archive
  readonly #options: ChangesCommandOptions
  readonly #signal: AbortSignal
  /** The cursor of the last change that was printed. */
  #cursor: string | undefined

  constructor(archive: Archive, options: ChangesCommandOptions, signal: AbortSignal) {
    this.#archive = archive
    this.#options = options
    this.#signal = signal
    this.#cursor = options.cursor
  }

  /** How to resume. */
  get advice(): string {
    if (this.#cursor === undefined) return 'To resume, run the same command again.'
    return `To resume, add --cursor ${this.#cursor}`
  }

  /** Prints what has happened since the last change that was printed. A busy archive is left for the next time. */
  async printNew(): Promise<void> {
    try {
      await this.#print()
    } catch (error) {
      if (!this.#options.follow || !isArchiveError(error, 'busy')) throw error
    }
  }

  async #print(): Promise<void> {
    let text = ''
    let last = this.#cursor
    try {
      for await (const change of this.#archive.changes({ cursor: this.#cursor, signal: this.#signal })) {
        text += this.#line(change)
        last = change.cursor
        if (text.length < BATCH) continue
        await print(text)
        text = ''
        this.#cursor = last
      }
    } catch (error) {
      if (!SmsError.is(error, 'invalid_argument')) throw error
      throw new UsageError(
        '--cursor: this is not the cursor of a change of this archive. Copy it from a line of `sms changes`.',
        { cause: error },
      )
    }
    await print(text)
    this.#cursor = last
  }

  #line(given: Change): string {
    if (given.kind === 'erased') return jsonLine(given)
    const {
      message: { raw, ...message },
      ...change
    } = given
    return jsonLine({ ...change, message: this.#options.raw ? { ...message, raw } : message })
  }
}
