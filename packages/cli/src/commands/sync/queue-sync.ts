import { hasConversations } from '@sms/core'
import { choosePostgres } from '../../archive/choose-postgres.ts'
import { loadWorkers } from '../../archive/load-postgres-archive.ts'
import { print } from '../../destinations/print.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { isForPeople } from '../../formats/choose-format.ts'
import { counted } from '../../formats/counted.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import { readParticipants } from '../../inputs/read-participants.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import { chooseProvider } from '../../providers/choose-provider.ts'
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
  const participants = await listParticipants(provider, participant, options, signal)
  await using queue = await openSyncQueue({ url, ...omitUndefined({ schema }) })
  const request = { provider, account, participants, every, isUrgent: urgent }
  const count = await queue.enqueueSync(request)
  await print(
    isForPeople(format) ? `${counted(count, 'conversation')} queued.\n` : jsonLine({ queued: count }),
  )
}

async function listParticipants(
  provider: string,
  participant: string | undefined,
  options: SyncCommandOptions,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (participant !== undefined) return [participant]
  if (options.participants !== undefined)
    return (await readParticipants(options.participants, signal)).map((listed) => listed.participant)
  if (options.all !== true) throw new UsageError('Name a participant, --participants FILE or --all.')
  await using opened = await openReader(provider, options, signal)
  const { reader } = opened
  if (!hasConversations(reader))
    throw new UsageError(
      `--all: ${provider} cannot list conversations. Name a participant, or a list of them by --participants FILE.`,
    )
  const found = new Set<string>()
  for await (const conversation of reader.conversations({ signal })) {
    if (conversation.participant !== null) found.add(conversation.participant)
  }
  return [...found]
}
