/** How a provider's responses look: all that its manifest does not say. Each provider has one in `responses/`. */
export interface ProviderResponses {
  /** The options that its factory needs besides credentials. */
  readonly account?: Readonly<Record<string, string>>
  /** The form in which a request carries these credentials, if it is another than their own. */
  authorization?(credentials: Readonly<Record<string, string>>): string
  /** How many lists a conversation is made of. */
  readonly lists: number
  /** The path of every request for messages. */
  readonly path: RegExp
  /** The parameters that a request for messages may have. */
  readonly parameters: readonly string[]
  /** A message as the provider sends it. Number 1 is outbound. */
  message(number: number): Readonly<Record<string, unknown>>
  /** The documented response to a request for a part of a list. */
  page(list: readonly unknown[], target: string): unknown
  /** A response that nothing says the end of the list about. */
  endless(page: unknown): unknown
  /** Whether a number with its channel in front is shown with it. */
  readonly showsChannels: boolean
  /** Whether a `Link` header without a next page ends the list. */
  readonly readsLinks: boolean
  /** The name of the field of a message's id. */
  readonly id: string
  /** A field of a message that has parts, and the JSON of values that it cannot have. */
  readonly parts: { readonly field: string; readonly wrong: string }
  /** The change that gives a message this status. */
  status(word: string): object
  /** The statuses that are documented. */
  readonly statuses: RegExp
  /** The directions that are documented. */
  readonly directions: RegExp
  /** The change that makes message 1 one from the participant, with both sides spelled like this. */
  received(from: string, to: string): object
  /** Numbers as text and texts as numbers, and what a reader makes of them. */
  readonly numbers: readonly { readonly sent: object; readonly read: object }[]
  /** Null if messages have no times. */
  readonly times: ResponseTimes | null
}

/** How messages say their time. */
export interface ResponseTimes {
  /** Changes after which a message has no time. */
  readonly none: readonly object[]
  /** The change that gives a message this time, in seconds. */
  at(seconds: number): object
}
