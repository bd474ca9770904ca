import type { PageCommit } from '@sms/archive/store'

/** Numbers what is added and changed, in the order of commits. */
export interface CommitSequence {
  /** The next number. It is used up by adding 1. */
  next: number
}

/** The page that is being stored. */
export interface PageContext {
  readonly conversation: number
  readonly source: number
  readonly page: PageCommit
  readonly sequence: CommitSequence
  /** Whether all messages are in the search index, and a new one is to be added. */
  readonly isIndexed: boolean
  /** The ids of the messages that the page has changed. */
  readonly updated: Set<number>
}
