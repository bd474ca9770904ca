/** Options of `copyArchive`. */
export interface CopyOptions {
  /** Ends the copy. Then the second archive stays empty. */
  signal?: AbortSignal | undefined
  /** Called after each batch that was stored or checked. */
  onProgress?: ((progress: CopyProgress) => void) | undefined
}

/** How far a copy is. A message that is in two conversations counts twice. */
export interface CopyProgress {
  /** How many messages are stored by now. */
  readonly stored: number
  /** How many of the stored messages were read again and compared. */
  readonly checked: number
  /** How many messages there are. */
  readonly total: number
}

/** What was copied, and is the same in both archives. */
export interface CopyReport {
  /** How many conversations. */
  readonly conversations: number
  /** How many messages, each once. */
  readonly messages: number
  /** How many files of messages, each content once. */
  readonly files: number
}
