/** How a conversation in the archive differs from the provider's list. Messages are named by their keys. */
export interface VerifyReport {
  /** How many messages the provider lists. */
  readonly checked: number
  /** Messages that the provider lists and the archive does not have. */
  readonly missing: string[]
  /**
   * Messages that the provider lists with another content. A status, price or number of segments counts if no sync would
   * read it again, since it is final, or older than `refreshDays`.
   */
  readonly changed: string[]
  /** Stored messages that the provider does not list any more, although it lists older ones. */
  readonly vanished: string[]
  /** What both sides have, apart from vanished messages and those older than the list: equal digests mean equal content. */
  readonly digest: ListDigests
}

/**
 * SHA-256 in hexadecimal digits over the key, direction, sender, recipient, text, time, and names and types of attachments of
 * each message, in the order of the bytes of the keys. Messages without an id are numbered anew.
 */
export interface ListDigests {
  /** Of the stored messages. */
  readonly archive: string
  /** Of the listed messages. */
  readonly provider: string
}
