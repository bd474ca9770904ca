import type { QueueReport, OpenQueue } from '../../archive/workers-package.ts'
import { choosePostgres } from '../../archive/choose-postgres.ts'
import { loadWorkers } from '../../archive/load-postgres-archive.ts'
import { print } from '../../destinations/print.ts'
import { UnhealthyError } from '../../errors/unhealthy-error.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { isForPeople } from '../../formats/choose-format.ts'
import { counted } from '../../formats/counted.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import type { ArchiveFilters, ArchiveOptions } from '../../options/archive-options.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import type { ReportOptions } from '../../options/report-options.ts'
import { chooseProvider } from '../../providers/choose-provider.ts'
import { queueProblems } from './queue-problems.ts'
import { queueText } from './queue-text.ts'

/** The options of `sms queue`. */
export interface QueueCommandOptions extends ArchiveOptions, ReportOptions {
  readonly health?: boolean
}

/** The options of `sms queue retry`. */
export interface QueueRetryOptions extends QueueCommandOptions, ArchiveFilters {
  readonly code?: string
  readonly conversation?: number
}

/** The options of `sms queue limit`. */
export interface QueueLimitOptions extends QueueCommandOptions {
  readonly account?: string
  readonly perSecond?: number
  readonly inFlight?: number
}

/** The options of `sms queue release`. */
export interface QueueReleaseOptions extends QueueCommandOptions {
  readonly account?: string
}

/** `sms queue`: what is due, running and failing, and when each account may continue. */
export async function runQueue(options: QueueCommandOptions): Promise<void> {
  await using queue = await openQueue(options)
  const state = await queue.state()
  await print(isForPeople(options.format) ? queueText(state) : stateLines(state))
  const problems = options.health ? queueProblems(state) : []
  if (problems.length > 0) throw new UnhealthyError(problems.join(' '))
}

/** `sms queue retry`: syncs conversations again that have failed for good. */
export async function runQueueRetry(options: QueueRetryOptions): Promise<void> {
  const { provider, account, code, conversation } = options
  await using queue = await openQueue(options)
  const count = await queue.retry({ provider, account, code, conversation })
  await print(
    isForPeople(options.format)
      ? `${counted(count, 'conversation')} will be synced again.\n`
      : jsonLine({ retried: count }),
  )
}

/** `sms queue limit`: says how many requests an account allows. */
export async function runQueueLimit(provider: string, options: QueueLimitOptions): Promise<void> {
  const { account = 'default', perSecond, inFlight } = options
  if (perSecond === undefined && inFlight === undefined)
    throw new UsageError('Set --per-second, --in-flight or both.')
  chooseProvider(provider)
  await using queue = await openQueue(options)
  await queue.limit({ provider, account }, omitUndefined({ perSecond, inFlight }))
}

/** `sms queue release`: ends the pause of an account. */
export async function runQueueRelease(provider: string, options: QueueReleaseOptions): Promise<void> {
  const { account = 'default', format } = options
  chooseProvider(provider)
  await using queue = await openQueue(options)
  const wasHeld = await queue.release({ provider, account })
  await print(isForPeople(format) ? releaseText(provider, account, wasHeld) : jsonLine({ released: wasHeld }))
}

function releaseText(provider: string, account: string, wasHeld: boolean): string {
  return wasHeld
    ? `${provider} (${account}) is not held any more. Workers continue with it.\n`
    : `${provider} (${account}) was not held.\n`
}

async function openQueue(options: ArchiveOptions): Promise<OpenQueue> {
  const { url, schema } = choosePostgres(options)
  const { openSyncQueue } = await loadWorkers()
  // Looking makes no archive.
  return openSyncQueue({ url, create: false, ...omitUndefined({ schema }) })
}

/** A line for each account, each conversation that has failed, and each worker. */
function stateLines({ accounts, failed, workers }: QueueReport): string {
  return [
    ...accounts.map((account) => ({ kind: 'account', ...account })),
    ...failed.map((sync) => ({ kind: 'failed', ...sync })),
    ...workers.map((worker) => ({ kind: 'worker', ...worker })),
  ]
    .map(jsonLine)
    .join('')
}
