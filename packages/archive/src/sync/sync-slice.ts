import type { MessageReader } from '@sms/core'
import type { SyncOptions } from '../contract/sync-options.ts'
import { erased, Exclusions } from '../erase/exclusions.ts'
import { archivedParticipant } from '../participant.ts'
import type { ConversationName } from '../store/conversation-store.ts'
import type { Store } from '../store/store.ts'
import { type PartReport, type SyncCourse, syncPart } from './sync-conversation.ts'
import { syncSettings } from './sync-settings.ts'

/**
 * Syncs conversations in slices.
 *
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { isComplete, sliceSync, type Store } from '@sms/archive/store'
 * import { createIp1 } from '@sms/ip1'
 *
 * export async function firstPages(store: Store): Promise<boolean> {
 *   const slices = sliceSync(store)
 *   await slices.register({ provider: 'ip1', account: 'default', participant: '+46701740605' })
 *   const { isAtEnd } = await slices.sync(createIp1(), '+46701740605', { concurrency: 1 }, {
 *     pages: 20,
 *     stop: null,
 *     release: (lease, end) => store.releaseLease(lease, isComplete(end)),
 *   })
 *   return isAtEnd
 * }
 * ```
 */
export interface SliceSync {
  /**
   * Finds the conversation of a participant that is to be synced, or makes an empty one.
   *
   * @returns Its id.
   * @throws {ArchiveError} Rejects with `erased` if the participant was erased.
   */
  register(name: ConversationName): Promise<number>
  /**
   * Syncs one conversation as `Archive.sync` does, but stops a long first read early, so that other conversations have their
   * turn. The next slice needs a request or two to find its place.
   *
   * Only a first read is sliced: a later sync that stops could not tell another account's list from one that has lost most of
   * its messages.
   */
  sync(
    reader: MessageReader,
    participant: string,
    options: SyncOptions,
    course: SyncCourse,
  ): Promise<PartReport>
}

/**
 * Syncs conversations of a store in slices.
 *
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { isComplete, sliceSync, type Store } from '@sms/archive/store'
 * import { createIp1 } from '@sms/ip1'
 *
 * export async function firstPages(store: Store): Promise<boolean> {
 *   const slices = sliceSync(store)
 *   await slices.register({ provider: 'ip1', account: 'default', participant: '+46701740605' })
 *   const { isAtEnd } = await slices.sync(createIp1(), '+46701740605', { concurrency: 1 }, {
 *     pages: 20,
 *     stop: null,
 *     release: (lease, end) => store.releaseLease(lease, isComplete(end)),
 *   })
 *   return isAtEnd
 * }
 * ```
 */
export function sliceSync(store: Store): SliceSync {
  const exclusions = new Exclusions(store)
  return {
    async register(name) {
      const participant = archivedParticipant(name.participant)
      if (await exclusions.isErased(participant)) throw erased()
      const { id } = await store.openConversation({ ...name, participant })
      return id
    },
    sync: async (reader, participant, options, course) =>
      syncPart({ store, exclusions }, reader, participant, syncSettings(options), course),
  }
}
