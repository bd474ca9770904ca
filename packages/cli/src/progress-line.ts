import { performance } from 'node:perf_hooks'

/** A line of the terminal that shows how far a command is. It is drawn on stderr if that is a terminal. */
export interface ProgressLine {
  /** Draws the line in place of the one before, unless that was drawn a moment ago. */
  draw(text: () => string): void
  /** Removes the line, so that other text can be printed. */
  clear(): void
}

const MIN_PAUSE_MS = 100

export function createProgressLine(): ProgressLine {
  const { stderr } = process
  let drawn = -Infinity
  let isShown = false

  function clear(): void {
    if (!isShown) return
    isShown = false
    stderr.cursorTo(0)
    stderr.clearLine(0)
  }

  return {
    draw(text) {
      if (!stderr.isTTY || performance.now() - drawn < MIN_PAUSE_MS) return
      drawn = performance.now()
      clear()
      isShown = true
      stderr.write(text().slice(0, stderr.columns))
    },
    clear,
  }
}
