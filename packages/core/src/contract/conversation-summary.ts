import type { DeliveryStatus } from './message.ts'

/** The counts of one conversation. */
export interface ConversationSummary {
  /** The provider's name. */
  readonly provider: string
  /** Whom it is with, in the form of `Message.from`. */
  readonly participant: string
  /** Number of messages. */
  readonly messages: number
  /** Number of SMS segments (3GPP TS 23.040). */
  readonly segments: number
  /** What the participant was sent. */
  readonly outbound: StatusCounts
  /** What the participant sent: all of it `received`. */
  readonly inbound: StatusCounts
  /** Exactly what the provider sent. */
  readonly raw: unknown
}

/** Messages and their segments, by status. A status without messages is absent. */
export type StatusCounts = {
  readonly [status in DeliveryStatus]?: {
    /** How many messages have this status. */
    readonly messages: number
    /** How many SMS segments they were split into. */
    readonly segments: number
  }
}
