import { nationalNumberDigits, phoneNumberDigits } from '@sms/core/provider'
import { ArchiveError } from '../archive-error.ts'
import { checkNames, invalidOption } from '../check-options.ts'
import type { EraseOptions, ErasureReport } from '../contract/erasure.ts'
import { archivedParticipant } from '../participant.ts'
import type { ErasedBatch, ErasurePlace } from '../store/erasure-store.ts'
import type { Store } from '../store/store.ts'
import { countMentions } from './count-mentions.ts'
import type { Exclusions } from './exclusions.ts'
import { findPerson } from './find-person.ts'

// A transaction of so many messages takes less than a second, so that other writers wait no longer.
const BATCH = 1000

/** Erases a person: see `Archive.erase`. */
export async function erasePerson(
  { store, exclusions }: { readonly store: Store; readonly exclusions: Exclusions },
  participant: string,
  options: EraseOptions,
): Promise<ErasureReport> {
  checkNames(options, ['remember'])
  const { remember = true } = options
  if (typeof remember !== 'boolean') throw invalidOption('remember', 'true or false')
  const person = checkedPerson(participant)
  await store.beginErasure(person, remember ? await exclusions.digestsOf(person) : [])
  const removed = await removePerson(store, person)
  const mentions = await countMentions(store, person)
  await store.endErasure(person)
  await removePending(store)
  await wipeOut(store)
  return { ...removed, mentions }
}

/** Finishes the erasures that a crash or another reader has cut. A reader that is still there is not waited for. */
export async function resumeErasures(store: Store): Promise<void> {
  await removePending(store)
  await store.wipe(false)
}

/**
 * Overwrites what was removed.
 *
 * @throws {ArchiveError} Rejects with `busy` if another process keeps it from being overwritten.
 */
export async function wipeOut(store: Store): Promise<void> {
  if (await store.wipe(true)) return
  const message =
    'The messages are removed, but another process reads the database, so that their bytes cannot be overwritten yet. End that process, and open the archive again: that finishes it.'
  throw new ArchiveError('busy', message)
}

async function removePending(store: Store): Promise<void> {
  for (const person of await store.readPendingErasures()) {
    await removePerson(store, person)
    await store.endErasure(person)
  }
}

async function removePerson(
  store: Store,
  person: string,
): Promise<{ readonly messages: number; readonly conversations: number }> {
  let messages = 0
  let conversations = 0
  // Again, since a sync may have stored something between two steps.
  for (;;) {
    const rows = await findPerson(store, person)
    if (rows.conversations.length === 0 && rows.routes.length === 0) return { messages, conversations }
    let after: ErasurePlace | null = null
    do {
      const batch: ErasedBatch = await store.eraseMessages(rows, after, BATCH)
      messages += batch.removed
      after = batch.next
    } while (after !== null)
    conversations += await store.eraseConversations(rows)
  }
}

/** @throws {SmsError} `invalid_argument` for a national number: it may be that of several people. */
export function checkedPerson(participant: string): string {
  if (typeof participant !== 'string' || participant.trim() === '')
    throw invalidOption('participant', 'a phone number with its country code, or another address')
  if (phoneNumberDigits(participant) === null && nationalNumberDigits(participant) !== null)
    throw invalidOption('participant', 'a phone number with its country code. This one is national')
  return archivedParticipant(participant)
}
