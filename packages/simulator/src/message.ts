/** From the account's point of view: the account sent what is `outbound`. */
export type SimulatedDirection = 'inbound' | 'outbound'

/**
 * The delivery state of a message. Each provider has words of its own for these states.
 *
 * - `queued`, `sent`, `buffered`: not sent yet, with the operator, waiting for the handset
 * - `delivered`, `read`: a provider that reports no reading shows `read` as delivered
 * - `forbidden`, `invalid-number`, `blocked`: rejected before it was sent
 * - `undelivered`: sent, but not delivered
 * - `unknown`: sent, without a delivery report
 * - `received`: every inbound message
 */
export type State =
  | 'queued'
  | 'sent'
  | 'buffered'
  | 'delivered'
  | 'read'
  | 'forbidden'
  | 'invalid-number'
  | 'blocked'
  | 'undelivered'
  | 'unknown'
  | 'received'

/** A file that was sent with a message. No server has it at its URL. */
export interface SimulatedAttachment {
  /** The file name. */
  readonly name: string
  /** A URL at example.com. */
  readonly url: string
  /** The media type. */
  readonly contentType: string
}

/** A message, before a provider puts it into its own format. */
export interface SimulatedMessage {
  /** The number of the message in its conversation, from 0, in the order in which messages were added. It never changes. */
  readonly number: number
  /** Whether the account received or sent it. */
  readonly direction: SimulatedDirection
  /** The text of the message. */
  readonly text: string
  /** A whole second. Messages are listed by it, and by their number if it is the same. */
  readonly time: Date
  /** The file that came with it. Null for most messages. */
  readonly attachment: SimulatedAttachment | null
  /** Its delivery state. */
  readonly state: State
  /** The cause of the state, from 0. It selects one of the words that a provider has for the state. */
  readonly cause: number
}
