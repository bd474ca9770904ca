import type { StoredAttachment } from './archive-record.ts'

/** The files of messages. */
export interface AttachmentStore {
  /**
   * Messages of a conversation with attachments that are not stored, and are to be tried from a time before this one on: the
   * newest first. A message that was never tried is due.
   */
  findDueAttachments(
    conversation: number,
    before: number,
    limit: number,
  ): Promise<readonly MessageWithAttachments[]>
  /** Makes every attachment of a conversation due that is not stored. */
  retryAttachments(conversation: number): Promise<void>
  /**
   * Stores what became of an attachment, in place of what was known of it. Contents are stored once, whatever refers to them.
   * Does nothing if the message is gone. A store that deletes a message deletes what it knows of its attachments, and each
   * content that nothing else refers to.
   */
  storeAttachment(messageId: number, attachment: AttachmentRecord): Promise<void>
  /** Says when the attachments of a message are due again; null if all are stored. Does nothing if it has changed meanwhile. */
  settleAttachments(message: MessageWithAttachments, dueAt: number | null): Promise<void>
  /** A message's body, and what is known of one of its attachments; null if there is no such message. */
  readAttachment(of: MessageName, index: number): Promise<ReadAttachment | null>
}

/** What identifies a message. */
export interface MessageName {
  readonly provider: string
  readonly account: string
  /** Without the provider's name, and without its number. */
  readonly key: string
  /** Null for a message with an id. */
  readonly repeat: number | null
}

/** An attachment as it is written. */
export interface AttachmentRecord extends StoredAttachment {
  readonly content: Uint8Array | null
}

/** A message with attachments that are to be stored. */
export interface MessageWithAttachments {
  readonly messageId: number
  readonly key: string
  /** Null for a message with an id. */
  readonly repeat: number | null
  readonly body: string
  /** What is known of its attachments, without their contents. */
  readonly stored: readonly StoredAttachment[]
}

/** An attachment as it is read. */
export interface ReadAttachment {
  readonly body: string
  /** Null if it was never tried. */
  readonly stored: StoredAttachment | null
  readonly content: Uint8Array | null
}
