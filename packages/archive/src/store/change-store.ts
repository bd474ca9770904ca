import type { StoredMessage } from './message-store.ts'

/** What has happened to the archive. */
export interface ChangeStore {
  /** The sequence number of the last change. */
  lastChange(): Promise<number>
  /** Changes after a sequence number, up to another, in their order. */
  readChanges(after: number, upTo: number, limit: number): Promise<readonly StoredChange[]>
}

/** A change as it is read. */
export type StoredChange =
  | {
      readonly sequence: number
      readonly kind: 'added' | 'updated' | 'vanished'
      readonly message: StoredMessage
    }
  | { readonly sequence: number; readonly kind: 'erased'; readonly conversation: number }
