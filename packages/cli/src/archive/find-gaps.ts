import type { Archive } from '@sms/archive'
import type { ArchiveFilters } from '../options/archive-options.ts'
import { loadArchivedAddress } from './archived-address.ts'

/** What the archive does not contain of the conversations with some participants. */
export interface Gaps {
  /** The participants without a conversation in it. */
  readonly absent: ReadonlySet<string>
  /** Those whose conversations are stored with a gap, or not to the end of the provider's list. */
  readonly incomplete: ReadonlySet<string>
}

/** A provider's list has no gaps that a command knows of. */
export const NO_GAPS: Gaps = { absent: new Set(), incomplete: new Set() }

/** Finds out what the archive does not contain. */
export async function findGaps(
  archive: Archive,
  participants: readonly string[],
  { provider, account }: ArchiveFilters,
): Promise<Gaps> {
  /** Whether all conversations with a participant are complete. */
  const stored = new Map<string, boolean>()
  for await (const { participant, complete } of archive.conversations({ provider, account })) {
    stored.set(participant, complete && (stored.get(participant) ?? true))
  }
  const archivedAddress = await loadArchivedAddress()
  const isComplete = (participant: string): boolean | undefined => stored.get(archivedAddress(participant))
  return {
    absent: new Set(participants.filter((one) => isComplete(one) === undefined)),
    incomplete: new Set(participants.filter((one) => isComplete(one) === false)),
  }
}
