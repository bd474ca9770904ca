/** Turns items into text. The text of each page is complete. */
export interface Format<T> {
  /** The text before all pages. */
  readonly head: string
  /** The text of a page. `participant` is null unless there are several. */
  page(items: readonly T[], participant: string | null): string
  /** The text after the last page. */
  tail(): string
}

export const formatNames = ['transcript', 'jsonl', 'csv'] as const

/** `transcript` is for people, the others are for programs. */
export type FormatName = (typeof formatNames)[number]

export const reportFormats = ['transcript', 'jsonl'] as const

/** The formats of a report that is no list of messages or conversations. */
export type ReportFormat = (typeof reportFormats)[number]
