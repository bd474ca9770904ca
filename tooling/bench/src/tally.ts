import type { BenchList } from './list.ts'

/** How much was read. */
export class ReadingTally {
  messages = 0
  characters = 0

  count(text: string): void {
    this.messages += 1
    this.characters += text.length
  }

  /** Throws unless this is exactly the list: a reader that reads anything else is wrong, not fast. */
  check(entrant: string, list: Pick<BenchList, 'provider' | 'messages' | 'characters'>): void {
    if (this.messages === list.messages && this.characters === list.characters) return
    throw new Error(
      `${entrant} read ${this.messages} messages with ${this.characters} characters of ${list.provider}, ` +
        `where there are ${list.messages} with ${list.characters}: its way of reading is broken, its time means nothing`,
    )
  }
}
