import type { Conversation, ConversationSummary, Message, MessagesOptions, Paginated } from '@sms/core'
import type { RecordedCall } from '../fixture/fixture.ts'
import type { Reader } from './provider-under-test.ts'

export type Item = Message | Conversation

/** The outcome of a call. */
export interface CallOutcome {
  readonly items: readonly Item[]
  readonly pages: readonly PageFacts[]
  readonly summary: ConversationSummary | undefined
  /** What the call threw, if it failed. */
  readonly error: unknown
}

export interface PageFacts {
  readonly length: number
  readonly total: number | null
  readonly cursor: string | null
}

/** Makes a recorded call, one request after another. */
export async function makeCall(
  reader: Reader,
  call: RecordedCall,
  changes: MessagesOptions = {},
): Promise<CallOutcome> {
  const items: Item[] = []
  const pages: PageFacts[] = []
  try {
    if (call.method === 'summary') {
      const summary = await methodOf(reader, 'summary')(call.participant ?? '')
      return { items, pages, summary, error: undefined }
    }
    for await (const page of paginatedOf(reader, call, changes).pages()) {
      items.push(...page.items)
      pages.push({ length: page.items.length, total: page.total, cursor: page.cursor })
    }
    return { items, pages, summary: undefined, error: undefined }
  } catch (error) {
    return { items, pages, summary: undefined, error }
  }
}

/** The list of a recorded call, before its first request. */
export function paginatedOf(
  reader: Reader,
  { method, participant, options = {} }: RecordedCall,
  changes: MessagesOptions = {},
): Paginated<Item> {
  const { since, until, ...others } = options
  const all: MessagesOptions = {
    // JSON has no undefined.
    ...(others as MessagesOptions),
    concurrency: 1,
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
    ...changes,
  }
  return method === 'conversations'
    ? methodOf(reader, 'conversations')(all)
    : reader.messages(participant ?? '', all)
}

function methodOf<Name extends 'conversations' | 'summary'>(
  reader: Reader,
  name: Name,
): NonNullable<Reader[Name]> {
  const method = reader[name]
  if (method === undefined) throw new TypeError(`The reader has no method \`${name}\`.`)
  return method.bind(reader) as NonNullable<Reader[Name]>
}
