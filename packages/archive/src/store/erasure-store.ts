import type { Place } from './place.ts'

/** How a person is erased, in batches. */
export interface ErasureStore {
  /**
   * Begins to erase a person: from now on nothing with one of the digests is stored. What is to be erased stays pending until
   * `endErasure`.
   *
   * @param digests How the person is remembered, the digest of the address itself first; empty for not at all.
   */
  beginErasure(participant: string, digests: readonly string[]): Promise<void>
  /** What is pending, as it was begun. */
  readPendingErasures(): Promise<readonly string[]>
  endErasure(participant: string): Promise<void>
  /** Forgets the erasure of the person with this digest of the address itself. */
  forgetErasure(digest: string): Promise<void>
  /** The participants of conversations, after an id, in the order of ids. */
  readParticipants(
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly participant: string }[]>
  /** The addresses of messages, after an id, in the order of ids. */
  readRoutes(after: number, limit: number): Promise<readonly StoredRoute[]>
  /** The bodies of messages, after an id, in the order of ids. */
  readBodies(after: number, limit: number): Promise<readonly { readonly id: number; readonly body: string }[]>
  /**
   * Removes the messages of a person among the next ones of the conversations that they may be in, and keeps nothing but their
   * places in other conversations. Looks at no more than `limit` messages. Reports each conversation that loses some as erased.
   *
   * @param after Where the batch before has ended; null for the first one.
   */
  eraseMessages(rows: PersonRows, after: ErasurePlace | null, limit: number): Promise<ErasedBatch>
  /**
   * Removes those conversations and routes that have no messages: a sync may have stored some since they were removed.
   *
   * @returns How many conversations were removed.
   */
  eraseConversations(rows: PersonRows): Promise<number>
  /**
   * Overwrites what was removed in every file of the database that it may still be in.
   *
   * @param isPatient Whether to wait for others that read the database.
   * @returns Whether nothing is left of it. Else the next call goes on.
   */
  wipe(isPatient: boolean): Promise<boolean>
}

/** What the messages of a person are found by. */
export interface PersonRows {
  /** The conversations with the person. */
  readonly conversations: readonly number[]
  /** Routes of other conversations from or to the person. */
  readonly routes: readonly number[]
}

/** How far an erasure has come. */
export interface ErasurePlace {
  readonly conversation: number
  /** The last message of the conversation that was looked at; null if none was. */
  readonly place: Place | null
}

/** What a batch of erasing has done. */
export interface ErasedBatch {
  readonly removed: number
  /** Where the next batch goes on; null if no message is left to look at. */
  readonly next: ErasurePlace | null
}

/** The addresses of some messages of a conversation. */
export interface StoredRoute {
  readonly id: number
  readonly conversation: number
  readonly participant: string
  readonly addresses: string
}
