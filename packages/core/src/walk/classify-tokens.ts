/** What it means that the provider rejects the request for a page, or does not know the page. */
export type RefusalMeaning =
  /** It is the first page, which needs no token: the provider refuses the list. */
  | 'list'
  /** The provider refuses a token, and the walk has read new items since it last did. */
  | 'token'
  /** The provider refuses the tokens that it has just sent. */
  | 'again'

/** @param refusals How many tokens in a row were refused without a new item between them, this one included. */
export function classifyRefusal(isFirstPage: boolean, refusals: number): RefusalMeaning {
  if (isFirstPage) return 'list'
  return refusals > MOST_REFUSALS ? 'again' : 'token'
}

// The provider may forget its tokens while the walk looks for its place.
const MOST_REFUSALS = 3

/** What a page means to a walk that looks for its place from the first page on. */
export type HeadMeaning =
  /** It shows none of the items read last, so it comes before them. */
  | 'before'
  /** It ends with items that were read: the next page may show more of them. */
  | 'read'
  /** It shows what follows the items read last. */
  | 'place'
  /** The list ends, and it has shown only a few items in a row that look like those read. They have no ids. */
  | 'doubtful'
  /** The list ends without any item that was read, and all of them are remembered: every item is new. */
  | 'all-new'
  /** The list ends without any of the items that are remembered. */
  | 'lost'

/** What is known of such a page. */
export interface HeadEvidence {
  /** How many of its first items end with one that was read; null if no item up to its end shows the place. */
  readonly end: number | null
  readonly length: number
  readonly isLast: boolean
  /** How many items without ids were at most in a row, on this page or before, that look like those read. */
  readonly longestRow: number
  /** Whether every item that was read is remembered. */
  readonly isComplete: boolean
}

export function classifyFromHead(evidence: HeadEvidence): HeadMeaning {
  const { end, length, isLast, longestRow, isComplete } = evidence
  if (end !== null) return end === length && !isLast ? 'read' : 'place'
  if (!isLast) return 'before'
  if (longestRow > 0) return 'doubtful'
  return isComplete ? 'all-new' : 'lost'
}
