import type { Archive } from '@sms/archive'
import type { ArchiveFilters } from '../options/archive-options.ts'

/** Those of some participants whose conversations are stored with a gap, or not to the end of the provider's list. */
export async function incompleteParticipants(
  archive: Archive,
  participants: readonly string[],
  { provider, account }: ArchiveFilters,
): Promise<ReadonlySet<string>> {
  const stored = new Set<string>()
  for await (const conversation of archive.conversations({ provider, account })) {
    if (!conversation.complete) stored.add(conversation.participant)
  }
  const { displayAddress } = await import('@sms/core/provider')
  return new Set(
    participants.filter((one) => {
      // As the archive writes it.
      const address = displayAddress(one) ?? one
      return stored.has(address.includes('@') ? address.toLowerCase() : address)
    }),
  )
}
