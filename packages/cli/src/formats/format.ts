/** How items become text. Everything is given a page at a time, and a page's text is whole by itself. */
export interface Format<T> {
  /** What stands before everything. */
  readonly head: string
  /** A page's text. `participant` is given where there are several. */
  page(items: readonly T[], participant: string | null): string
  /** What is left to say after the last page that was read. */
  tail(): string
}

export const formatNames = ['transcript', 'jsonl', 'csv'] as const

/** `transcript` is for reading on a terminal, the others are for programs. */
export type FormatName = (typeof formatNames)[number]
