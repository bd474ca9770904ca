import type { MessageReader } from '@sms/core'
import type { SyncOptions } from '../contract/sync-options.ts'
import { Exclusions } from '../erase/exclusions.ts'
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
 *   const [participant] = await slices.withoutErased(['+46701740605'])
 *   if (participant === undefined) return false
 *   const { isAtEnd } = await slices.sync(createIp1(), participant, { concurrency: 1 }, {
 *     pages: 20,
 *     stop: null,
 *     release: (lease, end) => store.releaseLease(lease, isComplete(end)),
 *   })
 *   return isAtEnd
 * }
 * ```
 */
export interface SliceSync {
  /** Those of some participants that were not erased. Nothing of the others is written, the number neither. */
  withoutErased(participants: readonly string[]): Promise<readonly string[]>
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
 *   const [participant] = await slices.withoutErased(['+46701740605'])
 *   if (participant === undefined) return false
 *   const { isAtEnd } = await slices.sync(createIp1(), participant, { concurrency: 1 }, {
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
    withoutErased: (participants) => exclusions.withoutErased(participants),
    sync: async (reader, participant, options, course) =>
      syncPart({ store, exclusions }, reader, participant, syncSettings(options), course),
  }
}
