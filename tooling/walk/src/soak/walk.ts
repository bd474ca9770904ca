import type { MessageReader } from '@sms/core'
import type { Lane } from './lanes.ts'
import { random } from './random.ts'

/** The result of a walk. */
export interface Walked {
  /** The marks of the messages, in the order in which they came. */
  readonly read: readonly number[]
  /** How often it was stopped and resumed. */
  readonly stops: number
}

/** Walks over a whole conversation. It stops now and then, and resumes from the cursor with another page size. */
export async function walk(
  reader: MessageReader,
  participant: string,
  { options, mark }: Lane,
): Promise<Walked> {
  const read: number[] = []
  let cursor: string | null = null
  for (let stops = 0; ; stops += 1) {
    const stopping = new AbortController()
    const pages = reader
      .messages(participant, {
        ...options,
        pageSize: random(5, 60),
        concurrency: random(1, 8),
        signal: stopping.signal,
        ...(cursor === null ? {} : { cursor }),
      })
      .pages()
    let left = random(1, 30)
    try {
      for await (const page of pages) {
        read.push(...page.items.map(mark.read))
        cursor = page.cursor
        left -= 1
        if (left > 0) continue
        if (random(0, 1) === 0) break
        // As when a user leaves: the next page is never seen.
        stopping.abort()
      }
    } catch (error) {
      if (error !== stopping.signal.reason) throw error
    }
    if (cursor === null) return { read, stops }
  }
}
