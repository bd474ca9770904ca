/** The conversations, apart from their messages. */
export interface ConversationStore {
  /** Finds a conversation, or makes an empty one. */
  openConversation(of: ConversationName): Promise<StoredConversation>
  /** Reads a conversation again; null if it is not there. */
  findConversation(of: ConversationName): Promise<StoredConversation | null>
  /**
   * Stores what the provider's list of conversations says about one. One of which all messages are left out gets no name: it may
   * be that of the person who was erased.
   */
  describeConversation(conversation: number, description: ConversationDescription): Promise<void>
  /** The ids of the conversations with these participants. */
  findConversations(filter: SourceFilter, participants: readonly string[]): Promise<readonly number[]>
  /** Stored conversations that were synced, the one with the last message first, after a place in that order. */
  readConversations(
    filter: SourceFilter,
    after: ConversationPlace | null,
    limit: number,
  ): Promise<readonly ListedConversation[]>
}

/** What identifies a conversation. */
export interface ConversationName {
  readonly provider: string
  readonly account: string
  readonly participant: string
}

/** A conversation as a sync needs it. */
export interface StoredConversation {
  readonly id: number
  /** What is known about the provider's list, as the sync wrote it; null before the first page. */
  readonly state: string | null
  readonly messages: number
  readonly isComplete: boolean
  /** Milliseconds since 1970 of the last activity that the provider or its messages have shown; null if none has. */
  readonly knownTime: number | null
  /** A digest of its entries in the provider's list of conversations at the last complete sync; null if there is none. */
  readonly entries: string | null
}

/** What the provider's list of conversations says. */
export interface ConversationDescription {
  readonly name: string | null
  readonly knownTime: number | null
  /** Null keeps what is stored. */
  readonly entries: string | null
}

/** Which providers and accounts are meant; undefined for all. */
export interface SourceFilter {
  readonly provider?: string | undefined
  readonly account?: string | undefined
}

/** Where a conversation stands in the order of the last messages. */
export interface ConversationPlace {
  readonly activity: number
  readonly id: number
}

/** A conversation as it is read. */
export interface ListedConversation extends ConversationPlace, ConversationName {
  readonly name: string | null
  readonly messages: number
  readonly firstTime: number | null
  readonly lastTime: number | null
  /** The body of the last message, as JSON; null if there is none. */
  readonly lastBody: string | null
  readonly isComplete: boolean
  readonly syncedAt: number
}
