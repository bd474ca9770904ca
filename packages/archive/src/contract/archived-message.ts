import type { DeliveryStatus, Message } from '@sms/core'

/** A message as it is stored. */
export interface ArchivedMessage extends Message {
  /** Which account of the provider it was read from. */
  readonly account: string
  /** Whom the conversation is with that it was first found in. */
  readonly participant: string
  /** When it was first read. */
  readonly firstSeenAt: Date
  /** Its statuses, each with the time at which it was first seen; the last one is `status`. */
  readonly statuses: readonly StatusSeen[]
  /** When it was marked as vanished from the provider's list; null if it is not. */
  readonly vanishedAt: Date | null
}

/** A status, and when it was first seen. */
export interface StatusSeen {
  /** How far the message had got. */
  readonly status: DeliveryStatus
  /** When a sync first read it. */
  readonly seenAt: Date
}
