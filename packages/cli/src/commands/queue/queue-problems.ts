import type { QueueReport } from '../../archive/workers-package.ts'
import { counted } from '../../formats/counted.ts'

// Conversations become due all the time. What waits for longer is not being worked off.
const LONGEST_WAIT_MS = 900_000

/** What someone has to do something about, in sentences. */
export function queueProblems({ accounts, failed, workers }: QueueReport, now: Date): readonly string[] {
  const due = accounts.reduce((sum, account) => sum + account.due, 0)
  const late = accounts.filter(
    ({ dueSince, heldUntil }) =>
      heldUntil === null && dueSince !== null && now.getTime() - dueSince.getTime() > LONGEST_WAIT_MS,
  )
  const rejected = accounts.filter(({ heldBecause }) => heldBecause === 'authentication')
  return [
    ...(due > 0 && workers.length === 0
      ? [`${counted(due, 'conversation')} due, and no worker is there. Start one with \`sms worker\`.`]
      : []),
    ...late.map(
      ({ provider, account }) =>
        `${provider} (${account}): conversations have been due for more than 15 minutes. Start more workers with its credentials, or raise its limits.`,
    ),
    ...rejected.map(
      ({ provider, account }) =>
        `${provider} (${account}): the provider rejected the credentials. Set new ones, and restart the workers.`,
    ),
    ...(failed.length > 0
      ? [
          `${counted(failed.length, 'conversation')} failed for good. \`sms queue\` shows why, and \`sms queue retry\` tries again.`,
        ]
      : []),
  ]
}
