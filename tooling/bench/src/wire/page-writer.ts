/** A stretch of a list, by the number of its first message, from 0, and how many there shall be at most. */
export interface AskedPage {
  readonly start: number
  readonly size: number
  /** Which list of the conversation, if there are several. */
  readonly list?: number
}

/** A page that is about to be sent. */
export interface PageToSend extends AskedPage {
  /** The number of the message after its last. */
  readonly end: number
  /** Messages in the whole list. */
  readonly total: number
  /** The path of the request, without the query. */
  readonly url: string
}

/** What a page consists of beside its messages. */
export interface Envelope {
  readonly before: string
  readonly after: string
  /** The `Link` header. */
  readonly link?: string
}

/** How an API reads which page is requested, and what it writes around the messages. */
export interface PageWriter {
  asked(query: URLSearchParams): AskedPage
  envelope(page: PageToSend): Envelope
}
