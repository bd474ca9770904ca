import type { Archive } from '@sms/archive'
import { SmsError } from '@sms/core'
import type { ArchiveFilters } from '../options/archive-options.ts'
import { loadArchivedAddress } from './archived-address.ts'

/** What the archive does not contain of the conversations with some participants. */
export interface Gaps {
  /** The participants without a conversation in it. */
  readonly absent: ReadonlySet<string>
  /** Those of the absent ones who were erased, as far as the archive remembers it; null if there are too many to find out. */
  readonly erased: ReadonlySet<string> | null
  /** Those whose conversations are stored with a gap, or not to the end of the provider's list. */
  readonly incomplete: ReadonlySet<string>
}

/** A provider's list has no gaps that a command knows of. */
export const NO_GAPS: Gaps = { absent: new Set(), erased: new Set(), incomplete: new Set() }

// To recognise an erased person takes a tenth of a second of processor time.
const MOST_ASKED = 100

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
  const absent = participants.filter((one) => isComplete(one) === undefined)
  return {
    absent: new Set(absent),
    erased: absent.length > MOST_ASKED ? null : await findErased(archive, absent),
    incomplete: new Set(participants.filter((one) => isComplete(one) === false)),
  }
}

async function findErased(archive: Archive, participants: readonly string[]): Promise<ReadonlySet<string>> {
  const erased = new Set<string>()
  for (const participant of participants) {
    // A national number, which a list may contain, may be that of several people.
    if (await archive.isErased(participant).catch(falseIfInvalid)) erased.add(participant)
  }
  return erased
}

function falseIfInvalid(error: unknown): false {
  if (SmsError.is(error, 'invalid_argument')) return false
  throw error
}
