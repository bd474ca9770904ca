import type { SyncReport } from '@sms/archive'
import { explainSmsError } from '../../errors/explain-sms-error.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import { printableLine } from '../../formats/printable.ts'

/** How reports are printed. */
export interface ReportStyle {
  /** For people, else as JSON Lines. */
  readonly isText: boolean
  /** Whether older messages are left out. */
  readonly isPart: boolean
  /** Whether stderr explains an error. */
  readonly isExplained: boolean
}

/** One line about a conversation. */
export function reportLine(report: SyncReport, { isText, isPart, isExplained }: ReportStyle): string {
  if (!isText) return jsonLine(report)
  const { participant, added, updated, vanished, complete, error } = report
  const counts = `${added} added, ${updated} updated, ${vanished} vanished`
  const reason = [
    ...(error === null || isExplained ? [] : [`${error.code}: ${printableLine(explainSmsError(error))}`]),
    ...(error === null && isPart ? ['--since leaves older messages out.'] : []),
  ]
  const end = complete ? 'Complete.' : ['Not complete', ...reason].join(': ')
  return `${printableLine(participant)}: ${counts}. ${end.replace(/\.?$/, '.')}\n`
}
