import type { ListedAccount, QueueReport } from '../../archive/workers-package.ts'
import { counted } from '../../formats/counted.ts'
import { dayAndTime } from '../../formats/day-and-time.ts'

const MINUTE_MS = 60_000

// Conversations become due all the time. What waits for longer is not being worked off.
const LONGEST_WAIT_MS = 15 * MINUTE_MS

// A slice is read within minutes. Only a list that was read before and has changed everywhere takes longer.
const LONGEST_SYNC_MS = 60 * MINUTE_MS

// A worker that has just started takes over what others have left.
const SETTLING_MS = 2 * MINUTE_MS

/** What someone has to do something about, in sentences. Times are those of the database. */
export function queueProblems(report: QueueReport): readonly string[] {
  const { at, accounts, failed, workers, neglected } = report
  const due = accounts.reduce((sum, account) => sum + account.due, 0)
  const isSettled = workers.some(({ startedAt }) => isOlder(startedAt, at, SETTLING_MS))
  return [
    ...(due > 0 && workers.length === 0
      ? [`${counted(due, 'conversation')} due, and no worker is there. Start one with \`sms worker\`.`]
      : []),
    ...accounts.flatMap((account) =>
      accountProblems(account, at).map((problem) => `${account.provider} (${account.account}): ${problem}`),
    ),
    ...(neglected > 0 && isSettled
      ? [
          `${counted(neglected, 'job')} not taken over or removed: the workers cannot look after the queue. The \`error\` events of their logs say why.`,
        ]
      : []),
    ...(failed.length > 0
      ? [
          `${counted(failed.length, 'conversation')} failed for good. \`sms queue\` shows why, and \`sms queue retry\` tries again.`,
        ]
      : []),
  ]
}

function accountProblems(account: ListedAccount, at: Date): readonly string[] {
  const { due, dueSince, running, runningSince, retrying, heldUntil, heldBecause, unservedSince } = account
  const release = `\`sms queue release ${account.provider} --account ${account.account}\``
  const problems: string[] = []
  if (heldBecause === 'authentication') {
    problems.push(
      `the provider rejected the credentials. Set new ones, restart the workers, and run ${release}.`,
    )
  } else if (heldUntil !== null && due > 0 && isOlder(at, heldUntil, LONGEST_WAIT_MS)) {
    problems.push(
      `the provider has asked for a pause until ${dayAndTime(heldUntil)}. If it accepts requests again, run ${release}.`,
    )
  } else if (due + running + retrying > 0 && isOlder(unservedSince, at, LONGEST_WAIT_MS)) {
    problems.push(
      `the provider has served no conversation since ${dayAndTime(unservedSince)}. See why in the logs of the workers, and whether it reports an outage.`,
    )
  } else if (heldUntil === null && isOlder(dueSince, at, LONGEST_WAIT_MS)) {
    const advice =
      running > 0
        ? 'Start more workers with its credentials, or raise its limits.'
        : 'No worker syncs them: start one with its credentials, or see the logs of those that are there.'
    problems.push(`conversations have been due for more than 15 minutes. ${advice}`)
  }
  if (isOlder(runningSince, at, LONGEST_SYNC_MS)) {
    problems.push(
      'a conversation has been syncing for more than an hour. If its worker logs no other end of a job, restart it.',
    )
  }
  return problems
}

function isOlder(time: Date | null, at: Date, milliseconds: number): time is Date {
  return time !== null && at.getTime() - time.getTime() > milliseconds
}
