import type { Direction, Message, MessageOrder } from './contract.ts'
import type { Selection } from './paginated.ts'

/** What is asked of messages beyond what the provider's API filters itself. */
export interface MessageFilter {
  readonly direction: Direction | undefined
  readonly since: number | undefined
  readonly until: number | undefined
}

/** Selects messages in the order they come in; undefined when all are wanted. */
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
