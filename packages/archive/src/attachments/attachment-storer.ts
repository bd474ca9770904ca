import { createHash } from 'node:crypto'
import { type Attachment, type AttachmentReader, SmsError } from '@sms/core'
import type { AttachmentOptions } from '../contract/sync-options.ts'
import { parseBody, unsignedUrl } from '../message-body.ts'
import type { MessageWithAttachments } from '../store/attachment-store.ts'
import type { Store } from '../store/store.ts'
import { originalKey } from '../stored-key.ts'
import { makePublicFetch } from './public-fetch.ts'

// Few, since each is held in memory with its text.
const MESSAGES = 20

const FIRST_WAIT_MS = 15 * 60_000
const LONGEST_WAIT_MS = 7 * 86_400_000
const MOST_ATTEMPTS = 8

// A server that is down is not to hold the messages up for long.
const MOST_FAILURES_IN_ROW = 3

/** What attachments are stored with. */
export interface AttachmentStorerSettings {
  readonly store: Store
  readonly reader: AttachmentReader
  readonly provider: string
  readonly conversation: number
  readonly options: AttachmentOptions
  readonly signal: AbortSignal | undefined
  /** When the sync began: what it has tried is not tried again. */
  readonly startedAt: number
}

/**
 * Stores the files of a conversation's messages, one after the other, so that no more than one is in memory. A file that
 * cannot be stored is noted with the reason, and tried again by a later sync.
 */
export class AttachmentStorer {
  readonly #settings: AttachmentStorerSettings
  readonly #fetch = makePublicFetch()
  #failuresInRow = 0

  constructor(settings: AttachmentStorerSettings) {
    this.#settings = settings
  }

  /** Stores what is due. Its messages are stored already, so nothing is lost if it is cut. */
  async storeDue(): Promise<void> {
    const { store, conversation, startedAt } = this.#settings
    while (!this.#isStopped) {
      const messages = await store.findDueAttachments(conversation, startedAt, MESSAGES)
      for (const message of messages) if (!this.#isStopped) await this.#storeMessage(message)
      if (messages.length < MESSAGES) return
    }
  }

  get #isStopped(): boolean {
    return this.#failuresInRow >= MOST_FAILURES_IN_ROW
  }

  async #storeMessage(message: MessageWithAttachments): Promise<void> {
    const { store, startedAt } = this.#settings
    const { attachments } = parseBody(message.body, null)
    const retries: number[] = []
    for (const [index, attachment] of attachments.entries()) {
      const known = message.stored.find((one) => one.index === index && one.url === unsignedUrl(attachment))
      if (known?.sha256 != null) continue
      if (known !== undefined && (known.retryAt ?? Infinity) >= startedAt) {
        retries.push(known.retryAt ?? Infinity)
        continue
      }
      // Left to the next sync, as it is.
      if (this.#isStopped) return
      retries.push(...(await this.#storeFile(message, index, attachment, known?.attempts ?? 0)))
    }
    const next = Math.min(...retries, Number.MAX_SAFE_INTEGER)
    await store.settleAttachments(message, retries.length === 0 ? null : next)
  }

  /** Returns when a file is tried again; nothing if it is stored. */
  async #storeFile(
    message: MessageWithAttachments,
    index: number,
    attachment: Attachment,
    attemptsBefore: number,
  ): Promise<readonly number[]> {
    const { store, provider, options, startedAt } = this.#settings
    const result = await this.#download(attachment)
    const isStored = 'content' in result
    const attempts = attemptsBefore + 1
    const retryAt = isStored ? null : nextAttempt(result.error, attempts, Math.max(Date.now(), startedAt))
    await store.storeAttachment(message.messageId, {
      index,
      url: unsignedUrl(attachment),
      contentType: isStored ? result.contentType : null,
      content: isStored ? result.content : null,
      sha256: isStored ? createHash('sha256').update(result.content).digest('hex') : null,
      error: isStored ? null : { code: result.error.code, message: result.error.message },
      attempts,
      retryAt,
    })
    this.#failuresInRow = !isStored && result.error.retryable ? this.#failuresInRow + 1 : 0
    const key = originalKey(provider, message.key) + (message.repeat === null ? '' : `:${message.repeat}`)
    options.onAttachment?.({ key, index, error: isStored ? null : result.error })
    return isStored ? [] : [retryAt ?? Infinity]
  }

  async #download(
    attachment: Attachment,
  ): Promise<
    { readonly content: Uint8Array; readonly contentType: string | null } | { readonly error: SmsError }
  > {
    const { reader, options, signal } = this.#settings
    try {
      return await reader.download(attachment, {
        fetch: this.#fetch,
        ...(options.hosts === undefined ? {} : { hosts: options.hosts }),
        ...(signal === undefined ? {} : { signal }),
      })
    } catch (error) {
      signal?.throwIfAborted()
      if (SmsError.is(error)) return { error }
      throw error
    }
  }
}

/** Null if it is not tried again. */
function nextAttempt({ code }: SmsError, attempts: number, now: number): number | null {
  // Its address was not requested: the next sync may allow its host.
  if (code === 'unsupported') return now
  if (attempts >= MOST_ATTEMPTS) return null
  return now + Math.min(FIRST_WAIT_MS * 4 ** (attempts - 1), LONGEST_WAIT_MS)
}
