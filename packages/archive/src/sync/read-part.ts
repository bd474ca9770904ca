import type { Message, MessageReader, MessagesOptions, Page } from '@sms/core'

/** A page, and when it was requested. */
export interface ReadPage extends Page<Message> {
  /** When its request was sent, or earlier. */
  readonly requestedAt: number
}

/** What is read, and how. */
export interface PartCall {
  readonly reader: MessageReader
  readonly participant: string
  readonly options: MessagesOptions
  /**
   * Whether to read the first two pages one after the other, since no more are likely to be needed. Leaving a loop over
   * pages after the first one has requested several more by then.
   */
  readonly isCautious: boolean
}

/** Reads a conversation from a place on, page by page. */
export async function* readPart(call: PartCall): AsyncGenerator<ReadPage, void, void> {
  const { reader, participant, isCautious } = call
  const size = call.options.pageSize ?? reader.capabilities.defaultPageSize
  let options = call.options
  for (const limit of isCautious ? [size, size] : []) {
    let cursor: string | null = null
    for await (const page of readPages(reader, participant, { ...options, limit })) {
      yield page
      cursor = page.cursor
    }
    if (cursor === null) return
    options = { ...options, cursor }
  }
  yield* readPages(reader, participant, options)
}

async function* readPages(
  reader: MessageReader,
  participant: string,
  options: MessagesOptions,
): AsyncGenerator<ReadPage, void, void> {
  const requestedAt = Date.now()
  for await (const page of reader.messages(participant, options).pages()) yield { ...page, requestedAt }
}
