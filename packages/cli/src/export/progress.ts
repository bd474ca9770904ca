import { performance } from 'node:perf_hooks'
import { counted } from '../formats/counted.ts'
import { createProgressLine } from '../progress-line.ts'

/** How much an export has read. A line of the terminal shows it. */
export interface Progress {
  /** Counts a page. `total` is the number of items in the list, if the provider reports it. */
  page(items: number, total: number | null): void
  /** Counts a list that was read. */
  list(): void
  /** Removes the line, so that other text can be printed. */
  clear(): void
  /** The number of items so far. */
  readonly items: number
}

/**
 * Shows progress on stderr if it is a terminal.
 *
 * @param noun What an item is called.
 * @param lists The number of lists.
 * @param limit The maximum number of items of each list; null for no limit.
 */
export function createProgress(noun: string, lists: number, limit: number | null): Progress {
  const start = performance.now()
  const { draw, clear } = createProgressLine()
  let [items, pages, ended] = [0, 0, 0]

  function line(total: number | null): string {
    const seconds = (performance.now() - start) / 1000
    const expected = total === null || lists > 1 ? null : Math.min(total, limit ?? total)
    return [
      expected === null ? counted(items, noun) : `${items} of ${counted(expected, noun)}`,
      counted(pages, 'page'),
      `${Math.round(items / Math.max(seconds, 0.001))}/s`,
      ...(lists === 1 ? [] : [`${ended} of ${lists} participants`]),
    ].join(' · ')
  }

  return {
    page(count, total) {
      items += count
      pages += 1
      draw(() => line(total))
    },
    list() {
      ended += 1
    },
    clear,
    get items() {
      return items
    },
  }
}
