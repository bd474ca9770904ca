import type { SyncProgress } from '@sms/archive'
import { counted } from '../../formats/counted.ts'
import { createProgressLine } from '../../progress-line.ts'

/** How far a sync is. A line of the terminal shows it. */
export interface SyncRunProgress {
  /** Counts a page that is stored. */
  page(progress: SyncProgress): void
  /** Counts a conversation that was synced. */
  conversation(): void
  /** Removes the line, so that other text can be printed. */
  clear(): void
  /** The number of pages that are stored. */
  readonly pages: number
  /** How many messages of the last conversation are stored. */
  readonly stored: number
}

/**
 * Shows progress on stderr if it is a terminal.
 *
 * @param conversations How many will be synced; null if that is not known.
 */
export function createSyncProgress(conversations: number | null): SyncRunProgress {
  const { draw, clear } = createProgressLine()
  let [pages, ended, stored] = [0, 0, 0]

  function line(total: number | null): string {
    return [
      `${total === null ? stored : `${stored} of ${total}`} messages stored`,
      counted(pages, 'page'),
      ...(conversations === 1
        ? []
        : [`${ended}${conversations === null ? '' : ` of ${conversations}`} conversations`]),
    ].join(' · ')
  }

  return {
    page(progress) {
      pages += 1
      stored = progress.stored
      draw(() => line(progress.total))
    },
    conversation() {
      ended += 1
    },
    clear,
    get pages() {
      return pages
    },
    get stored() {
      return stored
    },
  }
}
