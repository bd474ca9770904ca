import type { DeliveryStatus, Direction } from '@sms/core'
import type { Lease } from './lease-store.ts'

/** How the pages of a list are stored. */
export interface PageStore {
  /**
   * Stores one page, with the state of the sync, in one transaction.
   *
   * @returns Null if the rules have changed since the version that the page was made by. Then nothing is stored.
   * @throws {ArchiveError} `busy` if the lease is lost or has expired. Then nothing is stored.
   */
  commitPage(lease: Lease, page: PageCommit): Promise<PageResult | null>
  /** Numbers the positions of a conversation anew, so that there is room between them again. */
  respace(lease: Lease, respacing: Respacing): Promise<void>
}

/** A message as it is written. */
export interface MessageRecord {
  /** Without the provider's name: see `storedKey`. Of a message without an id, without its number. */
  readonly key: string
  readonly hasId: boolean
  readonly direction: Direction
  readonly time: number | null
  readonly status: DeliveryStatus
  /** The time from which on its status is expected to change for some days; null if it is final. */
  readonly refreshFrom: number | null
  readonly hasAttachments: boolean
  /** Its channel, sender and recipient, as JSON: the same for most messages of a conversation. */
  readonly addresses: string
  /** The message without what has a column of its own, as JSON. */
  readonly body: string
  /** What the provider sent, without the text that the body has, as JSON. */
  readonly raw: string
}

/** A message that the conversation does not have yet, at a position of the list. */
export interface NewMember {
  readonly position: number
  /** The time by which it is sorted in the archive, for good. */
  readonly sortTime: number
  /** Its order among those of the same time. */
  readonly rank: number
  readonly record: MessageRecord
}

/** The place of a message that is left out. */
export interface LeftOutPlace {
  readonly position: number
  /** `OLD_KEY` if it is left out because of its age, else `NO_KEY`. */
  readonly key: string
}

/** One page to be stored. */
export interface PageCommit {
  /** The version of the rules by which messages were left out. */
  readonly rules: number
  /** When the request was sent, or earlier. */
  readonly requestedAt: number
  readonly receivedAt: number
  readonly added: readonly NewMember[]
  /** Messages that the conversation does not have yet, and that are left out. */
  readonly leftOut: readonly LeftOutPlace[]
  /** Members that are listed at another position than before. */
  readonly moved: readonly { readonly messageId: number; readonly position: number }[]
  /** Members that are listed again. */
  readonly returned: readonly number[]
  /** Members whose content has changed. */
  readonly changed: readonly { readonly messageId: number; readonly record: MessageRecord }[]
  /**
   * Members whose content is the same, but for new addresses of their files. Those are kept as long as a file is not stored,
   * and are no change.
   */
  readonly readdressed: readonly { readonly messageId: number; readonly body: string }[]
  /** Positions that the reading has passed, both ends excluded (null: no bound), with the members that it has shown. */
  readonly passed: readonly PassedRange[]
  /** A member that is passed again is surely absent if the first reading that did not show it was at this time or earlier. */
  readonly absentBefore: number
  readonly state: string
}

/** A part of the stored order that a page covers. */
export interface PassedRange {
  readonly after: number | null
  readonly before: number | null
  readonly except: readonly number[]
}

/** What a page has changed. */
export interface PageResult {
  readonly added: number
  readonly updated: number
  /** How many messages the conversation has now. */
  readonly messages: number
}

/** How positions are numbered anew. */
export interface Respacing {
  /** The positions that a gap stays above. */
  readonly breaks: readonly number[]
  /** The positions that the state names. */
  readonly marks: readonly number[]
  /** Writes the state with the new positions of `marks`. */
  readonly state: (marks: readonly number[]) => string
}
