import type { BenchList } from '../list.ts'

/** Takes the text of one message. A promise has to be awaited before the next. What it throws ends the reading. */
export type Consume = (text: string) => Promise<void> | undefined

/**
 * Reads a list from its beginning to its end and hands over the text of each message.
 *
 * @param concurrency Requests in flight at most, for those that can have several.
 */
export type Read = (list: BenchList, consume: Consume, concurrency: number) => Promise<void>
