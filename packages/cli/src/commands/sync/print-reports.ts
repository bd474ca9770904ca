import type { SyncReport } from '@sms/archive'
import { SmsError } from '@sms/core'
import { print } from '../../destinations/print.ts'
import { endsRun } from '../../errors/ends-run.ts'
import { IncompleteError, ParticipantsFailedError } from '../../errors/incomplete-error.ts'
import { printNotice } from '../../errors/print-notice.ts'
import { counted } from '../../formats/counted.ts'
import { InterruptedError } from '../../interrupt-signal.ts'
import { reportLine } from './report-line.ts'
import type { SyncRunProgress } from './sync-progress.ts'

/** What is printed about a run of syncs. */
interface ReportSettings {
  readonly progress: SyncRunProgress
  /** Whether the user named one conversation, whose failure is the failure of the run. */
  readonly isOne: boolean
  readonly isText: boolean
  /** Whether older messages are left out, so that no conversation becomes complete. */
  readonly isPart: boolean
  /** The name of the archive. */
  readonly archive: string
}

const RESUME = 'What was read is stored. To resume, run the same command again.'

/**
 * Prints a line about each conversation when it is synced, and then what was done in total.
 *
 * @throws {IncompleteError} if a conversation is not complete. It says how to resume.
 */
export async function printReports(
  reports: AsyncIterable<SyncReport>,
  { progress, isOne, isText, isPart, archive }: ReportSettings,
): Promise<void> {
  const total = { added: 0, updated: 0, vanished: 0 }
  let [ended, failed] = [0, 0]
  try {
    for await (const report of reports) {
      const { added, updated, vanished, error } = report
      progress.conversation()
      progress.clear()
      await print(reportLine(report, { isText, isPart, isExplained: isOne }))
      total.added += added
      total.updated += updated
      total.vanished += vanished
      ended += 1
      if (error !== null && (isOne || endsRun(error))) throw error
      if (error !== null || (!report.complete && !isPart)) failed += 1
    }
  } catch (error) {
    progress.clear()
    throw new IncompleteError(error, isResumable(error, progress) ? RESUME : '')
  }
  const counts = `${total.added} added, ${total.updated} updated, ${total.vanished} vanished`
  if (failed > 0) {
    const cause = new ParticipantsFailedError(
      isOne
        ? 'The archive does not contain the whole conversation.'
        : `${failed} of ${counted(ended, 'conversation')} failed.`,
    )
    const others = failed === ended ? '' : `The others were synced: ${counts}. `
    throw new IncompleteError(cause, `${others}To try again, run the same command again.`)
  }
  if (isOne) printIfEmpty(progress)
  else printNotice(`Synced ${counted(ended, 'conversation')} into ${archive}: ${counts}.`)
}

/** Whether the same command continues what this one has begun. */
function isResumable(error: unknown, { pages }: SyncRunProgress): boolean {
  return error instanceof InterruptedError || (SmsError.is(error) && pages > 0)
}

function printIfEmpty({ stored }: SyncRunProgress): void {
  if (stored > 0) return
  printNotice(
    'No messages were found. Check that the number is complete and begins with its country code, and that this account has exchanged messages with it.',
  )
}
