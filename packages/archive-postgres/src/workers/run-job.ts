import { SyncAttempt, type SyncAttemptSettings, type FetchedJob } from './sync-attempt.ts'
import { RETRIES } from './queue-database.ts'
import type { WorkerLog } from './worker-log.ts'

/** Runs a job, and logs how it began and ended. */
export async function runJob(settings: SyncAttemptSettings, job: FetchedJob, log: WorkerLog): Promise<void> {
  const { account } = settings
  const started = performance.now()
  const { conversation } = job.data
  const { provider, account: name } = account
  const fields = { job: job.id, conversation, provider, account: name }
  log({ event: 'job started', ...fields, attempt: RETRIES - job.retryLimit + job.retryCount })
  const { verdict, report } = await new SyncAttempt(settings, job).settle()
  const milliseconds = Math.round(performance.now() - started)
  const hold = verdict?.hold ?? null
  if (hold !== null) log({ event: 'account held', provider, account: name, ...hold })
  const { added, updated, vanished, requests } = report ?? {}
  const { code, message } = verdict?.end.kind === 'failed' ? verdict.end : {}
  const outcome = verdict?.end.kind ?? 'lost'
  log({
    event: 'job ended',
    ...fields,
    outcome,
    milliseconds,
    added,
    updated,
    vanished,
    requests,
    code,
    message,
  })
}
