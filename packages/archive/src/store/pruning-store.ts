/** How old messages are removed, in batches. */
export interface PruningStore {
  /**
   * Leaves messages out that are older than a time, unless a later time was set before. Those that are stored stay pending
   * until `endPruning`.
   */
  beginPruning(before: number): Promise<void>
  /** Before which time messages are still to be removed; null if none are. */
  readPendingPruning(): Promise<number | null>
  /** Notes that all messages from before a time were removed. */
  endPruning(before: number): Promise<void>
  /**
   * Removes the messages that are older than a time, by `time`, else by `firstSeen`, of the next ones after an id. Keeps their
   * places, with `OLD_KEY`, or the `leftOutKey` of those without a time.
   */
  pruneMessages(before: number, after: number, limit: number): Promise<PrunedBatch>
}

/** What a batch of pruning has done. */
export interface PrunedBatch {
  readonly removed: number
  /** The id of the last message that was looked at; null if there was none. */
  readonly last: number | null
}
