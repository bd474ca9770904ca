import { type MessageReader, splitKey } from '@sms/core'
import type { VerifyReport } from '../contract/verify-report.ts'
import { archivedParticipant } from '../participant.ts'
import type { SyncContext } from '../sync/sync-conversation.ts'
import { readerOptions, type SyncSettings } from '../sync/sync-settings.ts'
import { strategyOf } from '../sync/strategy.ts'
import { compareList, type ListDifference } from './compare-list.ts'
import { readList } from './read-list.ts'

const DAY_MS = 86_400_000

/** Compares one conversation with the provider's list: see `Archive.verify`. */
export async function verifyConversation(
  context: SyncContext,
  reader: MessageReader,
  participant: string,
  settings: SyncSettings,
): Promise<VerifyReport> {
  const first = await readAndCompare(context, reader, participant, settings)
  // One reading does not show that a message has vanished. It shows everything else.
  const second =
    first.unlisted.length === 0 ? first : await readAndCompare(context, reader, participant, settings)
  const { checked, missing, changed, digest } = second
  const vanished = [...second.vanished, ...inBoth(first.unlisted, second.unlisted)]
  return { checked, missing: [...missing], changed: [...changed], vanished, digest }
}

/**
 * The keys of the second list that the first one has too. A sync between two readings may change which of identical messages
 * without an id is the one that is not listed: how many are not is what counts.
 */
function inBoth(first: readonly string[], second: readonly string[]): readonly string[] {
  const left = Map.groupBy(first, contentOfKey)
  return second.filter((key) => left.get(contentOfKey(key))?.pop() !== undefined)
}

/** A key without the number of a message without an id. */
function contentOfKey(key: string): string {
  return splitKey(key).content
}

/** Reads and compares, again if messages were erased or pruned meanwhile: they would be missing on one side only. */
async function readAndCompare(
  context: SyncContext,
  reader: MessageReader,
  participant: string,
  settings: SyncSettings,
): Promise<ListDifference & { readonly checked: number }> {
  const { store } = context
  for (;;) {
    const { version } = await store.readRules()
    const compared = await readAndCompareOnce(context, reader, participant, settings)
    if ((await store.readRules()).version === version) return compared
  }
}

async function readAndCompareOnce(
  { store, exclusions }: SyncContext,
  reader: MessageReader,
  participant: string,
  settings: SyncSettings,
): Promise<ListDifference & { readonly checked: number }> {
  const { order, oldEnd } = strategyOf(reader.capabilities)
  const { provider } = reader
  const name = { provider, account: settings.account, participant: archivedParticipant(participant) }
  const found = await store.findConversation(name)
  const reading = await readList({
    compared: { store, exclusions, participant, conversation: found?.id ?? null },
    reader,
    options: { ...readerOptions(settings), ...(order === undefined ? {} : { order }) },
    onPage: settings.onPage,
  })
  const checked = reading.listed.length
  const conversation = await store.findConversation(name)
  const difference = await compareList({
    store,
    provider,
    conversation: conversation?.id ?? null,
    reading,
    newerThan: Date.now() - settings.refreshDays * DAY_MS,
    oldEnd,
    since: settings.since?.getTime(),
  })
  return { ...difference, checked }
}
