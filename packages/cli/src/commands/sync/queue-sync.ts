import { type ConversationReader, hasConversations } from '@sms/core'
import { choosePostgres } from '../../archive/choose-postgres.ts'
import { loadWorkers } from '../../archive/load-postgres-archive.ts'
import { print } from '../../destinations/print.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { isForPeople } from '../../formats/choose-format.ts'
import { counted } from '../../formats/counted.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import { type ListedParticipant, openParticipants } from '../../inputs/read-participants.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import { chooseProvider } from '../../providers/choose-provider.ts'
import { createProgressLine } from '../../progress-line.ts'
import { openReader } from '../../providers/open-reader.ts'
import type { SyncCommandOptions } from './sync-options.ts'

/** The options that a worker does not know: it syncs as `sms sync` does without them. */
const NOT_QUEUED = [
  'attachments',
  'full',
  'restoreErased',
  'since',
  'refreshDays',
  'pageSize',
  'concurrency',
] as const

/** `sms sync --queue`: asks the workers to sync conversations. */
export async function queueSync(
  provider: string,
  participant: string | undefined,
  options: SyncCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const unknown = NOT_QUEUED.find((name) => options[name] !== undefined)
  if (unknown !== undefined) {
    const option = unknown.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    throw new UsageError(`--${option} does not go with --queue. Omit one of them.`)
  }
  const { url, schema } = choosePostgres(options)
  const { account, every, urgent, format } = options
  const { openSyncQueue } = await loadWorkers()
  chooseProvider(provider)
  await using opening = new AsyncDisposableStack()
  const participants = await listParticipants(provider, participant, options, { opening, signal })
  await using queue = await openSyncQueue({ url, ...omitUndefined({ schema }) })
  const progress = createProgressLine()
  const onProgress = (queued: number): void =>
    progress.draw(() => `${counted(queued, 'conversation')} queued`)
  const request = { provider, account, participants, every, isUrgent: urgent, onProgress }
  const count = await queue.enqueueSync(request).finally(progress.clear)
  await print(
    isForPeople(format) ? `${counted(count, 'conversation')} queued.\n` : jsonLine({ queued: count }),
  )
}

/** @throws {UsageError} before anything is queued, if the participants cannot be listed. */
async function listParticipants(
  provider: string,
  participant: string | undefined,
  options: SyncCommandOptions,
  { opening, signal }: { readonly opening: AsyncDisposableStack; readonly signal: AbortSignal },
): Promise<Iterable<string> | AsyncIterable<string>> {
  if (participant !== undefined) return [participant]
  if (options.participants !== undefined)
    return eachOf(await openParticipants(options.participants, signal), signal)
  if (options.all !== true) throw new UsageError('Name a participant, --participants FILE or --all.')
  const { reader } = opening.use(await openReader(provider, options, signal))
  if (hasConversations(reader)) return eachWith(reader, signal)
  throw new UsageError(
    `--all: ${provider} cannot list conversations. Name a participant, or a list of them by --participants FILE.`,
  )
}

function* eachOf(
  listed: Iterable<ListedParticipant>,
  signal: AbortSignal,
): Generator<string, undefined, void> {
  for (const { participant } of listed) {
    signal.throwIfAborted()
    yield participant
  }
}

async function* eachWith(
  reader: ConversationReader<unknown>,
  signal: AbortSignal,
): AsyncGenerator<string, undefined, void> {
  for await (const { participant } of reader.conversations({ signal })) {
    if (participant !== null) yield participant
  }
}
