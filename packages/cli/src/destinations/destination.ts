/** How far a list has been read. */
export interface Position {
  /** Where to resume; null at its beginning, and at its end. */
  readonly cursor: string | null
  /** How many items are still wanted; null for all. */
  readonly left: number | null
  readonly isDone: boolean
}

/** Where what is read goes to. */
export interface Destination {
  /** How far the list of this key is already there; null when it was not begun. */
  position(key: string): Position | null
  /** Takes a whole page, and how far its list is read with it. */
  append(text: string, key: string, position: Position): Promise<void>
  /** Everything is there but for this last text. Returns where it is now; null if it was printed. */
  finish(rest: string): Promise<string | null>
  /** Some lists failed, the others are there. Returns what became of them, and how to try those again. */
  finishPartly(rest: string): Promise<string>
  /** There will be no more. Returns what became of what was there, and how to resume. */
  abandon(rest: string): Promise<string>
}
