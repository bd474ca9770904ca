/** A conversation as it is stored. */
export interface ArchivedConversation {
  /** The archive's id. */
  readonly id: string
  /** The provider's name. */
  readonly provider: string
  /** The account, as the options of the sync named it. */
  readonly account: string
  /** Whom it is with: a phone number in E.164, an e-mail address in lower case, anything else unchanged. */
  readonly participant: string
  /** The contact's name; null if the provider did not report one. */
  readonly name: string | null
  /** How many messages are stored. */
  readonly messages: number
  /** The time of the first message; null if none has a time. */
  readonly firstMessageAt: Date | null
  /** The time of the last message; null if none is known. */
  readonly lastMessageAt: Date | null
  /** The text of the last message; null if there is no message. */
  readonly lastMessage: string | null
  /** Whether the last sync has ended, and found everything that the provider lists to be stored. False while one reads. */
  readonly complete: boolean
  /** When it was last synced. */
  readonly syncedAt: Date
}
