import { createHash } from 'node:crypto'
import { type Conversation, type ConversationReader, type MessageReader, SmsError } from '@sms/core'
import { checkDownload } from '../attachments/check-download.ts'
import { ArchiveError } from '../archive-error.ts'
import type { SyncReport } from '../contract/sync-report.ts'
import { archivedParticipant } from '../participant.ts'
import { type SyncContext, syncConversation } from './sync-conversation.ts'
import type { SyncSettings } from './sync-settings.ts'

const DAY_MS = 86_400_000

/** What the provider's list says about one participant. There may be several entries of one. */
interface Listed {
  /** As the provider writes it. */
  readonly participant: string
  readonly name: string | null
  readonly lastTime: number | null
  /** A digest of each entry. */
  readonly entries: readonly string[]
}

/** Syncs every conversation that the provider lists: see `Archive.syncAll`. */
export async function* syncAll(
  context: SyncContext,
  reader: MessageReader & ConversationReader,
  settings: SyncSettings,
): AsyncGenerator<SyncReport, void, void> {
  if (settings.attachments !== null) checkDownload(reader)
  const { listed, unnamed, error } = await readList(reader, settings)
  for (const conversation of unnamed) yield failed(reader, settings, conversation, withoutParticipant(reader))
  for (const one of listed.values()) {
    settings.signal?.throwIfAborted()
    const report = await syncListed(context, reader, one, settings)
    if (report !== null) yield report
  }
  if (error !== null) throw error
}

/** Reads the whole list first, since entries of one participant may be anywhere. */
async function readList(
  reader: MessageReader & ConversationReader,
  { concurrency, signal }: SyncSettings,
): Promise<{
  readonly listed: ReadonlyMap<string, Listed>
  readonly unnamed: readonly string[]
  readonly error: unknown
}> {
  const listed = new Map<string, Listed>()
  const unnamed: string[] = []
  const options = {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(signal === undefined ? {} : { signal }),
  }
  try {
    for await (const conversation of reader.conversations(options)) {
      const { participant, id } = conversation
      if (participant === null) unnamed.push(id)
      else {
        const key = archivedParticipant(participant)
        listed.set(key, withEntry(listed.get(key), participant, conversation))
      }
    }
  } catch (error) {
    signal?.throwIfAborted()
    return { listed, unnamed, error }
  }
  return { listed, unnamed, error: null }
}

function withEntry(known: Listed | undefined, participant: string, conversation: Conversation): Listed {
  const { id, name, channel, from, firstMessageAt, lastMessageAt, lastMessage, messageCount } = conversation
  const time = lastMessageAt?.getTime() ?? null
  const entry = digest([id, channel, from, firstMessageAt, lastMessageAt, lastMessage, messageCount])
  const before = known?.lastTime ?? null
  return {
    participant,
    name: known?.name ?? name,
    lastTime: time === null || before === null ? (time ?? before) : Math.max(time, before),
    entries: [...(known?.entries ?? []), entry],
  }
}

/** @returns Null for a participant that was erased. */
async function syncListed(
  context: SyncContext,
  reader: MessageReader,
  { participant, name, lastTime, entries }: Listed,
  settings: SyncSettings,
): Promise<SyncReport | null> {
  const { store, exclusions } = context
  const of = {
    provider: reader.provider,
    account: settings.account,
    participant: archivedParticipant(participant),
  }
  const digested = digest(entries.toSorted())
  try {
    const found = await store.findConversation(of)
    // Before anything about the participant is written. One that is stored was not erased: else it would not be there.
    if (found === null && !settings.restoreErased && (await exclusions.isErased(of.participant))) return null
    const { id, entries: known, isComplete } = found ?? (await store.openConversation(of))
    const newerThan = Date.now() - settings.refreshDays * DAY_MS
    const isUnchanged =
      known === digested &&
      isComplete &&
      !settings.full &&
      settings.since === undefined &&
      (settings.attachments === null || (await store.findDueAttachments(id, Date.now(), 1)).length === 0)
    if (isUnchanged && (await store.findUnsettled(id, newerThan, null)) === null)
      return { ...of, added: 0, updated: 0, vanished: 0, complete: true, requests: 0, error: null }
    await store.describeConversation(id, { name: null, knownTime: lastTime, entries: null })
    const report = await syncConversation(context, reader, participant, settings)
    // Now it is known whether any of the conversation is stored.
    const described = report.complete ? digested : null
    await store.describeConversation(id, { name, knownTime: lastTime, entries: described })
    return report
  } catch (error) {
    settings.signal?.throwIfAborted()
    if (SmsError.is(error)) return failed(reader, settings, of.participant, error)
    if (ArchiveError.is(error, 'erased')) return null
    if (ArchiveError.is(error, 'conflict'))
      return failed(reader, settings, of.participant, toSmsError(reader, error))
    if (!ArchiveError.is(error, 'busy')) throw error
    const message = 'Another process syncs this conversation; sync it again when that has ended.'
    const busy = new SmsError('unavailable', message, { provider: reader.provider, cause: error })
    return failed(reader, settings, of.participant, busy)
  }
}

function failed(
  { provider }: MessageReader,
  { account }: SyncSettings,
  participant: string,
  error: SmsError,
): SyncReport {
  return {
    provider,
    account,
    participant,
    added: 0,
    updated: 0,
    vanished: 0,
    complete: false,
    requests: 0,
    error,
  }
}

/** A report names an error of the kind that a provider has. */
function toSmsError({ provider }: MessageReader, error: ArchiveError): SmsError {
  return new SmsError('rejected', error.message, { provider, cause: error })
}

function withoutParticipant({ provider }: MessageReader): SmsError {
  const message = `${provider} does not say whom this conversation is with; sync it by its participant.`
  return new SmsError('unsupported', message, { provider })
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url')
}
