import type { AttachmentStore } from './attachment-store.ts'
import type { ChangeStore } from './change-store.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { CopyStore } from './copy-store.ts'
import type { ErasureStore } from './erasure-store.ts'
import type { LeaseStore } from './lease-store.ts'
import type { MemberStore } from './member-store.ts'
import type { MessageStore } from './message-store.ts'
import type { PageStore } from './page-store.ts'
import type { PruningStore } from './pruning-store.ts'
import type { RulesStore } from './rules-store.ts'
import type { VanishingStore } from './vanishing-store.ts'

/**
 * What a database does for an archive. Each method is one transaction, or one reading of one state. The syncs and queries
 * above it are the same for every database.
 */
export interface Store
  extends
    LeaseStore,
    ConversationStore,
    MemberStore,
    PageStore,
    VanishingStore,
    MessageStore,
    AttachmentStore,
    RulesStore,
    ErasureStore,
    PruningStore,
    ChangeStore,
    CopyStore {
  /** The archive's own random id, which its cursors are bound to. That of the other archive, once one is loaded. */
  readonly id: string
  close(): Promise<void>
}
