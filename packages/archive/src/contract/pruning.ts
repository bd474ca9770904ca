/** Options of `prune`. */
export interface PruneOptions {
  /** Messages of this time or later are kept. */
  before: Date
}

/** What was pruned. */
export interface PruneReport {
  /** How many messages were removed. */
  readonly messages: number
}
