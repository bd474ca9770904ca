import { type MessageReader, SmsError } from '@sms/core'
import { AttachmentStorer } from '../attachments/attachment-storer.ts'
import { checkDownload } from '../attachments/check-download.ts'
import type { SyncReport } from '../contract/sync-report.ts'
import { erased, type Exclusions } from '../erase/exclusions.ts'
import { archivedParticipant } from '../participant.ts'
import type { StoredConversation } from '../store/conversation-store.ts'
import type { Lease } from '../store/lease-store.ts'
import type { Store } from '../store/store.ts'
import { isFirstRead, isWhole, parseState } from './list-state.ts'
import { ListSync, Stopped } from './list-sync.ts'
import { PageStorer } from './page-storer.ts'
import { patienceOf, strategyOf } from './strategy.ts'
import { readerOptions, type SyncSettings } from './sync-settings.ts'
import { Vanishing } from './vanishing.ts'
import { type SyncEnd, withLease } from './with-lease.ts'

const DAY_MS = 86_400_000

/** What a sync writes to, and what it does not store there. */
export interface SyncContext {
  readonly store: Store
  readonly exclusions: Exclusions
}

/** A report of a sync that may have stopped before its end. */
export interface PartReport extends SyncReport {
  /** Whether the sync has ended. If not, the next one resumes it. */
  readonly isAtEnd: boolean
}

/** What a sync does between its pages, and after the last one. */
export interface SyncCourse {
  /**
   * After how many pages with new messages a first read stops, before its end. The next one resumes it, and does not look again
   * at messages whose status may change: a sync of the whole list would not either. Infinity if it does not stop.
   */
  readonly pages: number
  /** Any sync stops after the page at which this is aborted. */
  readonly stop: AbortSignal | null
  /** Lets others sync the conversation. */
  readonly release: (lease: Lease, end: SyncEnd<PartReport>) => Promise<void>
}

/** Syncs one conversation: see `Archive.sync`. */
export async function syncConversation(
  context: SyncContext,
  reader: MessageReader,
  participant: string,
  settings: SyncSettings,
): Promise<SyncReport> {
  const { isAtEnd: _, ...report } = await syncPart(context, reader, participant, settings, {
    pages: Infinity,
    stop: null,
    release: (lease, end) => context.store.releaseLease(lease, isComplete(end)),
  })
  return report
}

/**
 * Whether everything that the provider lists is stored after a sync.
 *
 * @example
 * ```ts
 * import { isComplete } from '@sms/archive/store'
 *
 * console.log(isComplete({ error: new Error('the connection broke') })) // false
 * ```
 */
export function isComplete(end: SyncEnd<SyncReport>): boolean {
  return 'report' in end && end.report.complete
}

/** Syncs one conversation, to its end or until it stops. */
export async function syncPart(
  { store, exclusions }: SyncContext,
  reader: MessageReader,
  participant: string,
  settings: SyncSettings,
  course: SyncCourse,
): Promise<PartReport> {
  // A participant or an option that the reader does not accept leaves nothing in the archive.
  reader.messages(participant, readerOptions(settings))
  if (settings.attachments !== null) checkDownload(reader)
  const { provider } = reader
  const name = { provider, account: settings.account, participant: archivedParticipant(participant) }
  // Nothing of an erased participant is written, the number neither.
  if (settings.restoreErased) await exclusions.forget(name.participant)
  else if (await exclusions.isErased(name.participant)) throw erased()
  const { id } = await store.openConversation(name)
  const { signal } = settings
  const action = async (lease: Lease): Promise<PartReport> => {
    const conversation = await store.openConversation(name)
    const call = { reader, participant, conversation, lease, settings, course }
    return { ...name, ...(await read({ store, exclusions }, call)) }
  }
  return withLease(store, { conversation: id, signal, action, release: course.release })
}

/** What is read, and into which conversation. */
interface ReadCall {
  readonly reader: MessageReader
  readonly participant: string
  readonly conversation: StoredConversation
  readonly lease: Lease
  readonly settings: SyncSettings
  readonly course: Pick<SyncCourse, 'pages' | 'stop'>
}

async function read(
  { store, exclusions }: SyncContext,
  { reader, participant, conversation, lease, settings, course }: ReadCall,
): Promise<Omit<PartReport, 'provider' | 'account' | 'participant'>> {
  const now = Date.now()
  const strategy = strategyOf(reader.capabilities)
  const state = parseState(conversation.state)
  const isSliced = course.pages < Infinity && isFirstRead(state)
  const storer = new PageStorer({
    store,
    lease,
    exclusions,
    participant: archivedParticipant(participant),
    order: {
      untimed: conversation.knownTime ?? now,
      isNewestFirst: strategy.from === 'head' && reader.capabilities.order === 'newest-first',
    },
    readsToEnd: strategy.from === 'start',
    isFirst: conversation.state === null,
    state,
    patience: patienceOf(strategy),
  })
  const isFiltered = settings.since !== undefined
  const { order } = strategy
  const vanishing = new Vanishing({
    store,
    lease,
    reader,
    participant,
    options: { ...readerOptions(settings), ...(order === undefined ? {} : { order }) },
    strategy,
    startedAt: now,
  })
  if (!isFiltered) await vanishing.begin(state)
  const files = await attachmentStorer(store, reader, conversation.id, settings)
  let pagesWithNew = 0
  const sync = new ListSync({
    reader,
    participant,
    strategy,
    options: readerOptions(settings),
    isFull: settings.full,
    isLong: isSliced,
    store,
    conversation: conversation.id,
    storer,
    newerThan: isSliced ? Infinity : now - settings.refreshDays * DAY_MS,
    onPage: async (total) => {
      settings.onPage?.({ stored: storer.stored, total })
      await files?.storeDue()
    },
    stopsAfter(added) {
      if (added > 0) pagesWithNew += 1
      return course.stop?.aborted === true || (isSliced && pagesWithNew >= course.pages)
    },
    isUnconfirmed: () => vanishing.isUnconfirmed(),
  })
  const { error, isAtEnd } = await endOf(sync)
  const { added, updated, requests } = storer
  const complete = isAtEnd && error === null && !isFiltered && isWhole(storer.state)
  const vanished = complete ? await vanishing.conclude(storer.state) : 0
  return { added, updated, vanished, complete, requests, error, isAtEnd }
}

/** Null if no files are wanted. */
async function attachmentStorer(
  store: Store,
  reader: MessageReader,
  conversation: number,
  { attachments, full, signal }: SyncSettings,
): Promise<AttachmentStorer | null> {
  if (attachments === null) return null
  if (full) await store.retryAttachments(conversation)
  return new AttachmentStorer({
    store,
    reader: checkDownload(reader),
    provider: reader.provider,
    conversation,
    options: attachments,
    signal,
    startedAt: Date.now(),
  })
}

/** Runs a sync. A list that contradicts itself ends it too: what was read of it is stored. */
async function endOf(
  sync: ListSync,
): Promise<{ readonly error: SmsError | null; readonly isAtEnd: boolean }> {
  try {
    await sync.run()
    return { error: null, isAtEnd: true }
  } catch (error) {
    if (SmsError.is(error, 'pagination')) return { error, isAtEnd: true }
    if (error instanceof Stopped) return { error: null, isAtEnd: false }
    throw error
  }
}
