import type { DeliveryStatus, Direction } from '@sms/core'

/**
 * Everything that an archive consists of, whatever its database. A dump has them in this order, and those of one kind in the
 * order of what identifies them, texts by their bytes. Leases and the search index belong to a database, and are in no record.
 */
export type ArchiveRecord =
  | SettingsRecord
  | ConversationRecord
  | RouteRecord
  | ContentRecord
  | StoredMessageRecord
  | SharedMemberRecord
  | LeftOutRecord
  | ErasureRecord
  | ErasedAddressRecord
  | PendingErasureRecord

/** What concerns the whole archive. It is the first record, and there is one. */
export interface SettingsRecord {
  readonly kind: 'settings'
  readonly id: string
  /** The sequence number of the last change. */
  readonly sequence: number
  /** The version of the rules. */
  readonly rules: number
  readonly salt: string
  readonly prunedBefore: number | null
  /** Before which time messages are still to be removed. */
  readonly pruning: number | null
}

/** A conversation. Its id is in changes, and is never used again. */
export interface ConversationRecord {
  readonly kind: 'conversation'
  readonly id: number
  readonly provider: string
  readonly account: string
  readonly participant: string
  readonly name: string | null
  readonly messages: number
  readonly firstTime: number | null
  readonly lastTime: number | null
  readonly listedTime: number | null
  /** The id of the last message. */
  readonly lastMessage: number | null
  readonly activity: number
  readonly isComplete: boolean
  /** Null if no page of it was stored yet. */
  readonly syncedAt: number | null
  readonly entries: string | null
  readonly state: string | null
}

/** The direction, channel and addresses of messages of a conversation. */
export interface RouteRecord {
  readonly kind: 'route'
  readonly id: number
  readonly conversation: number
  readonly direction: Direction
  readonly addresses: string
}

/** The content of attachments, identified by its digest. */
export interface ContentRecord {
  readonly kind: 'content'
  readonly sha256: string
  readonly bytes: Uint8Array
}

/** A message in the conversation that brought it. */
export interface StoredMessageRecord {
  readonly kind: 'message'
  /** The sequence number of the commit that added it. */
  readonly id: number
  /** The sequence number of the commit that changed it last. */
  readonly changed: number | null
  readonly conversation: number
  /** The id of a route of the conversation. */
  readonly route: number
  readonly key: string
  /** Null for a message with an id. */
  readonly repeat: number | null
  readonly position: number
  /** When a reading did not show it, and when one long enough after did not either. */
  readonly absentSince: number | null
  readonly absentAgain: number | null
  readonly refreshFrom: number | null
  readonly sortTime: number
  readonly rank: number
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly firstSeen: number
  readonly readAt: number
  readonly vanishedAt: number | null
  /** From which time on its attachments are to be tried; null if all are stored. */
  readonly attachmentsDue: number | null
  readonly body: string
  readonly raw: string
  /** In the order of their times; empty if the status has never changed. */
  readonly statuses: readonly StoredStatus[]
  /** In the order of their places. */
  readonly attachments: readonly StoredAttachment[]
}

/** A status that was seen. */
export interface StoredStatus {
  readonly status: DeliveryStatus
  readonly seenAt: number
}

/** What is known of an attachment. */
export interface StoredAttachment {
  /** Its place among those of its message. */
  readonly index: number
  /** The address that it was downloaded from, without its query. */
  readonly url: string
  /** As the server has named it. */
  readonly contentType: string | null
  /** Of its content, in hexadecimal; null if it is not stored. */
  readonly sha256: string | null
  /** Why it is not stored. */
  readonly error: { readonly code: string; readonly message: string } | null
  readonly attempts: number
  /** Null if it is not tried again. */
  readonly retryAt: number | null
}

/** A message in another conversation than the one that brought it. Identified by both. */
export interface SharedMemberRecord {
  readonly kind: 'shared member'
  readonly message: number
  readonly conversation: number
  readonly position: number
  readonly absentSince: number | null
  readonly absentAgain: number | null
}

/** The place of a message that is left out. Its id is below zero. */
export interface LeftOutRecord {
  readonly kind: 'left out'
  readonly id: number
  readonly conversation: number
  readonly position: number
  readonly absentSince: number | null
  readonly absentAgain: number | null
  /** See `leftOutKey`, which depends on the archive's id; or `OLD_KEY` or `NO_KEY`. */
  readonly key: string
  readonly hasId: boolean
}

/** The last change that says that messages of a conversation were erased. Identified by the conversation, which may be gone. */
export interface ErasureRecord {
  readonly kind: 'erasure'
  readonly conversation: number
  readonly sequence: number
}

/** How an erased person is remembered. The digests depend on the salt. */
export interface ErasedAddressRecord {
  readonly kind: 'erased address'
  readonly digest: string
  /** The digest of the address itself. */
  readonly person: string
}

/** A person of whom something is still to be erased. */
export interface PendingErasureRecord {
  readonly kind: 'pending erasure'
  readonly participant: string
}
