/** Seen from the account the simulator plays: `outbound` is what it sent. */
export type Direction = 'inbound' | 'outbound'

/**
 * What became of a message. One vocabulary for all providers, each of which words it in its own way.
 *
 * - `queued`, `sent`, `buffered`: on its way – not sent yet, with the operator, waiting for the handset
 * - `delivered`
 * - `forbidden`, `invalid-number`, `blocked`: refused before it was sent
 * - `undelivered`, `unknown`: sent, and not delivered as far as anyone knows
 * - `received`: every inbound message
 */
export type State =
  | 'queued'
  | 'sent'
  | 'buffered'
  | 'delivered'
  | 'forbidden'
  | 'invalid-number'
  | 'blocked'
  | 'undelivered'
  | 'unknown'
  | 'received'

/** A file sent along with a message. The address leads nowhere. */
export interface Attachment {
  /** The file's name. */
  readonly name: string
  /** At example.com. */
  readonly url: string
  /** The media type. */
  readonly contentType: string
}

/** A message as it happened, before a provider puts it into its own words. */
export interface SimulatedMessage {
  /** Stable whatever is added or deleted, unique in its conversation, ascending with time; 0 for the first. */
  readonly number: number
  /** Who wrote to whom. */
  readonly direction: Direction
  /** What it says. */
  readonly text: string
  /** A whole second, later than that of every message before. */
  readonly time: Date
  /** The file that came with it, null for nearly all. */
  readonly attachment: Attachment | null
  /** What became of it. */
  readonly state: State
  /** Which of a state's causes, from 0: a provider with several words for one state chooses among them by it. */
  readonly cause: number
}
