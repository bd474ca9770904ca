import type {
  ListedAccount,
  ListedFailure,
  QueueReport,
  ListedWorker,
} from '../../archive/workers-package.ts'
import { counted } from '../../formats/counted.ts'
import { dayAndTime } from '../../formats/day-and-time.ts'
import { terminalScreen } from '../../formats/screen.ts'
import { table } from '../../formats/table.ts'

/** The queue for people. */
export function queueText({ accounts, failed, workers }: QueueReport): string {
  const { width } = terminalScreen()
  const head = ['PROVIDER', 'ACCOUNT', 'ALL', 'DUE', 'RUNNING', 'RETRYING', 'FAILED', 'LIMITS']
  const sections = [
    accounts.length === 0
      ? ['Nothing is queued. Ask for conversations with `sms sync --queue`.']
      : table([head, ...accounts.map(accountRow)], width),
    accounts.flatMap(heldLine),
    failed.map(failedLine),
    [workersLine(workers)],
  ]
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${shown.join('\n\n')}\n`
}

function accountRow(state: ListedAccount): readonly string[] {
  const { provider, account, conversations, due, running, retrying, failed, perSecond, inFlight } = state
  const counts = [conversations, due, running, retrying, failed].map(String)
  return [provider, account, ...counts, `${perSecond}/s, ${inFlight}`]
}

function heldLine({ provider, account, heldUntil, heldBecause }: ListedAccount): readonly string[] {
  if (heldUntil === null) return []
  return [`${provider} (${account}) is held until ${dayAndTime(heldUntil)}: ${heldBecause ?? 'unknown'}.`]
}

function failedLine({ conversation, provider, account, code, message }: ListedFailure): string {
  return `conversation ${conversation} of ${provider} (${account}) failed for good: ${code}. ${message}`
}

function workersLine(workers: readonly ListedWorker[]): string {
  if (workers.length === 0) return 'No worker is there.'
  const names = workers.map(({ host, pid }) => `${host} (${pid})`)
  return `${counted(workers.length, 'worker')}: ${names.join(', ')}`
}
