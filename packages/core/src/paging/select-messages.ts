import type { Direction, Message, MessageOrder } from '../contract/message.ts'
import type { Selection } from './selection.ts'

/** The conditions that the provider's API does not check itself. */
export interface MessageFilter {
  /** Undefined for both. */
  readonly direction: Direction | undefined
  /** Milliseconds since 1970; undefined for all. */
  readonly since: number | undefined
  /** Milliseconds since 1970; undefined for all. */
  readonly until: number | undefined
}

/**
 * Selects messages in the order of the list; undefined if all are wanted.
 *
 * @param order The order that the list is read in. If it is known, messages beyond `since` or `until` end the walk once
 * there are 50 in a row.
 * @param isSorted Whether the list is sorted by this message's time. If not, the time only decides whether the message is
 * wanted. Default: all messages are sorted.
 */
export function selectMessages<Raw>(
  { direction, since, until }: MessageFilter,
  order: MessageOrder | 'unspecified',
  isSorted: (message: Message<Raw>) => boolean = () => true,
): ((message: Message<Raw>) => Selection) | undefined {
  if (direction === undefined && since === undefined && until === undefined) return undefined
  const tooOld: Selection = order === 'newest-first' ? 'beyond' : 'skip'
  const tooNew: Selection = order === 'oldest-first' ? 'beyond' : 'skip'
  return (message) => {
    if (since !== undefined || until !== undefined) {
      const time = message.timestamp?.getTime()
      if (time === undefined) return 'skip'
      if (since !== undefined && time < since) return isSorted(message) ? tooOld : 'skip'
      if (until !== undefined && time > until) return isSorted(message) ? tooNew : 'skip'
    }
    return direction === undefined || message.direction === direction ? 'take' : 'skip'
  }
}
