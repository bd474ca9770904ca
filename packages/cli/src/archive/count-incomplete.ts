import type { Archive } from '@sms/archive'
import type { ArchiveFilters } from '../options/archive-options.ts'
import { loadArchivedAddress } from './archived-address.ts'

/** Conversations, and how many of them are stored with a gap, or not to the end of the provider's list. */
export interface ConversationCounts {
  readonly all: number
  readonly incomplete: number
}

/** @param participants Whose conversations are counted. Default: all. */
export async function countIncomplete(
  archive: Archive,
  { provider, account }: ArchiveFilters,
  participants?: readonly string[],
): Promise<ConversationCounts> {
  const archivedAddress = await loadArchivedAddress()
  const wanted = participants && new Set(participants.map(archivedAddress))
  let [all, incomplete] = [0, 0]
  for await (const { participant, complete } of archive.conversations({ provider, account })) {
    if (wanted?.has(participant) === false) continue
    all += 1
    if (!complete) incomplete += 1
  }
  return { all, incomplete }
}
