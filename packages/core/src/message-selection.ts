import type { Direction, Message, MessageOrder } from './contract.ts'
import type { Selection } from './paginated.ts'

/** What is asked of messages beyond what the provider's API filters itself. */
export interface MessageFilter {
  /** Undefined for both. */
  readonly direction: Direction | undefined
  /** Milliseconds since 1970; undefined for all. */
  readonly since: number | undefined
  /** Milliseconds since 1970; undefined for all. */
  readonly until: number | undefined
}

/**
 * Selects messages in the order they come in; undefined when all are wanted.
 *
 * @param order The order that the list is read in. Where it is told, the first message beyond `since` or `until` ends
 * the walk.
 * @example
 * ```ts
 * import { selectMessages } from '@sms/core/provider'
 *
 * const since = Date.parse('2025-06-01')
 * const select = selectMessages({ direction: 'inbound', since, until: undefined }, 'newest-first')
 * console.log(select === undefined ? 'all' : 'some')
 * ```
 */
export function selectMessages(
  { direction, since, until }: MessageFilter,
  order: MessageOrder | 'unspecified',
): ((message: Message) => Selection) | undefined {
  if (direction === undefined && since === undefined && until === undefined) return undefined
  const tooOld: Selection = order === 'newest-first' ? 'stop' : 'skip'
  const tooNew: Selection = order === 'oldest-first' ? 'stop' : 'skip'
  return (message) => {
    if (since !== undefined || until !== undefined) {
      const time = message.timestamp?.getTime()
      if (time === undefined) return 'skip'
      if (since !== undefined && time < since) return tooOld
      if (until !== undefined && time > until) return tooNew
    }
    return direction === undefined || message.direction === direction ? 'take' : 'skip'
  }
}
