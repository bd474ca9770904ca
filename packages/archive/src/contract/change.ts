import type { ArchivedMessage } from './archived-message.ts'

/** Options of `changes`. */
export interface ChangesOptions {
  /** The cursor of the last change that was seen. Default: all changes. */
  cursor?: string | undefined
  /** Maximum number of changes, at least 1. Default: no limit. */
  limit?: number | undefined
  /** Ends the iteration: it rejects with the signal's own reason. */
  signal?: AbortSignal | undefined
}

/** One thing that has happened to the archive. */
export type Change = MessageChange | ErasedChange

/** A message was stored or changed. */
export interface MessageChange {
  /** Where to continue after it. */
  readonly cursor: string
  /** The id of the conversation that the message was first found in. */
  readonly conversation: string
  /**
   * `added` for a message that was stored, `updated` for one that was changed, or that has vanished and is listed again,
   * `vanished` for one that the provider does not list any more.
   */
  readonly kind: 'added' | 'updated' | 'vanished'
  /** The message as it is now. */
  readonly message: ArchivedMessage
}

/** Messages of a conversation were erased, or all of it. What a follower holds of the person is to be erased too. */
export interface ErasedChange {
  /** Where to continue after it. */
  readonly cursor: string
  /** The id of the conversation. If `conversations()` does not list it any more, all of it was erased. */
  readonly conversation: string
  /** For messages that were erased. */
  readonly kind: 'erased'
}
