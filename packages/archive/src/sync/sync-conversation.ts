import { type MessageReader, SmsError } from '@sms/core'
import { AttachmentStorer } from '../attachments/attachment-storer.ts'
import { checkDownload } from '../attachments/check-download.ts'
import type { SyncReport } from '../contract.ts'
import { erased, type Exclusions } from '../erase/exclusions.ts'
import { archivedParticipant } from '../participant.ts'
import type { Lease, Store, StoredConversation } from '../store/store.ts'
import { isWhole, parseState } from './list-state.ts'
import { ListSync } from './list-sync.ts'
import { PageStorer } from './page-storer.ts'
import { patienceOf, strategyOf } from './strategy.ts'
import { readerOptions, type SyncSettings } from './sync-settings.ts'
import { Vanishing } from './vanishing.ts'
import { withLease } from './with-lease.ts'

const DAY_MS = 86_400_000

/** What a sync writes to, and what it does not store there. */
export interface SyncContext {
  readonly store: Store
  readonly exclusions: Exclusions
}

/** Syncs one conversation: see `Archive.sync`. */
export async function syncConversation(
  { store, exclusions }: SyncContext,
  reader: MessageReader,
  participant: string,
  settings: SyncSettings,
): Promise<SyncReport> {
  // A participant or an option that the reader does not accept leaves nothing in the archive.
  reader.messages(participant, readerOptions(settings))
  if (settings.attachments !== null) checkDownload(reader)
  const { provider } = reader
  const name = { provider, account: settings.account, participant: archivedParticipant(participant) }
  // Nothing of an erased participant is written, the number neither.
  if (settings.restoreErased) await exclusions.forget(name.participant)
  else if (await exclusions.isErased(name.participant)) throw erased()
  const { id } = await store.openConversation(name)
  return withLease(store, id, settings.signal, async (lease) => {
    const conversation = await store.openConversation(name)
    return {
      ...name,
      ...(await read({ store, exclusions }, reader, participant, conversation, lease, settings)),
    }
  })
}

async function read(
  { store, exclusions }: SyncContext,
  reader: MessageReader,
  participant: string,
  conversation: StoredConversation,
  lease: Lease,
  settings: SyncSettings,
): Promise<Omit<SyncReport, 'provider' | 'account' | 'participant'>> {
  const now = Date.now()
  const strategy = strategyOf(reader.capabilities)
  const state = parseState(conversation.state)
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
  const sync = new ListSync({
    reader,
    participant,
    strategy,
    options: readerOptions(settings),
    isFull: settings.full,
    store,
    conversation: conversation.id,
    storer,
    newerThan: now - settings.refreshDays * DAY_MS,
    onPage: async (total) => {
      settings.onPage?.({ stored: storer.stored, total })
      await files?.storeDue()
    },
    isUnconfirmed: () => vanishing.isUnconfirmed(),
  })
  const error = await endOf(sync)
  const { added, updated, requests } = storer
  const complete = error === null && !isFiltered && isWhole(storer.state)
  const vanished = complete ? await vanishing.conclude(storer.state) : 0
  return { added, updated, vanished, complete, requests, error }
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

/** Runs a sync to its end. A list that contradicts itself ends it too: what was read of it is stored. */
async function endOf(sync: ListSync): Promise<SmsError | null> {
  try {
    await sync.run()
    return null
  } catch (error) {
    if (SmsError.is(error, 'pagination')) return error
    throw error
  }
}
