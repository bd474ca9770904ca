/** How far a list was read. */
export interface Position {
  /** Where to resume; null at the beginning and at the end. */
  readonly cursor: string | null
  /** How many more items to read; null for all. */
  readonly left: number | null
  readonly isDone: boolean
}

/** Where an export writes its text. */
export interface Destination {
  /** How far an earlier run read the list with this key; null if it did not begin. */
  position(key: string): Position | null
  /** Writes a whole page and records the new position of its list. */
  append(text: string, key: string, position: Position): Promise<void>
  /** Writes the last text. Returns where the export is now; null if it was printed. */
  finish(rest: string): Promise<string | null>
  /** Writes the last text if some lists failed. Returns where the others are, and how to try the failed ones again. */
  finishPartly(rest: string): Promise<string>
  /** Ends an export that failed. Returns what happened to its text, and how to resume. */
  abandon(rest: string): Promise<string>
}
