import { performance } from 'node:perf_hooks'
import { counted } from '../formats/counted.ts'

/** What has been read so far, told in one line of the terminal that is drawn over and over. */
export interface Progress {
  /** Takes note of a page; `total` where the provider tells how many items there are. */
  page(items: number, total: number | null): void
  /** Takes note of a list that was read to its end. */
  list(): void
  /** Makes room for something else. */
  clear(): void
  /** How many items were read. */
  readonly items: number
}

const LEAST_PAUSE_MS = 100

/**
 * On stderr, when that is a terminal.
 *
 * @param noun What an item is.
 * @param lists How many lists there are to read.
 * @param limit Items wanted of each.
 */
export function createProgress(noun: string, lists: number, limit: number | null): Progress {
  const { stderr } = process
  const start = performance.now()
  let [items, pages, ended, drawn] = [0, 0, 0, -Infinity]
  let isShown = false

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

  function clear(): void {
    if (!isShown) return
    isShown = false
    stderr.cursorTo(0)
    stderr.clearLine(0)
  }

  return {
    page(count, total) {
      items += count
      pages += 1
      if (!stderr.isTTY || performance.now() - drawn < LEAST_PAUSE_MS) return
      drawn = performance.now()
      clear()
      isShown = true
      stderr.write(line(total).slice(0, stderr.columns))
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
