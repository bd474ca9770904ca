import type { BenchList } from '../list.ts'

/**
 * How a loop asks for a page and finds the messages in it. Nothing is checked: what is parsed is what the bench's own
 * server wrote.
 */
export interface PageParser {
  /** @param page from 1 */
  url(list: BenchList, page: number): string
  messages(body: unknown): unknown[]
  text(message: unknown): string
}
