import { hasSummary, type ConversationSummary } from '@sms/core'
import { plainTarget } from '../../destinations/choose-target.ts'
import { printNotice } from '../../errors/print-notice.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { IncompleteError } from '../../errors/incomplete-error.ts'
import { chooseFormat } from '../../formats/choose-format.ts'
import type { FormatName } from '../../formats/format.ts'
import { chooseScreen } from '../../formats/screen.ts'
import type { OutputOptions } from '../../options/output-options.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import { chooseParticipant, openReader } from '../../providers/open-reader.ts'

/** The options of `sms summary`. */
export interface SummaryCommandOptions extends ReaderOptions, Omit<OutputOptions, 'outputDir' | 'resume'> {}

/** `sms summary`: how many messages were exchanged with a participant, by direction and status. */
export async function runSummary(
  provider: string,
  participant: string | undefined,
  options: SummaryCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const format = chooseFormat(options)
  await using opened = await openReader(provider, options, signal)
  const { reader } = opened
  if (!hasSummary(reader)) {
    throw new UsageError(
      `${provider} has no summaries. Count the messages of \`sms messages ${provider} <participant>\`.`,
    )
  }
  await using target = await plainTarget(options.output)
  const summary = await reader.summary(chooseParticipant(participant, opened), { signal })
  const text = await textOf(summary, format, options)
  const destination = await target.open('', () => {})
  try {
    const place = await destination.finish(text)
    if (place !== null) printNotice(`Wrote the summary to ${place}.`)
  } catch (error) {
    throw new IncompleteError(error, await destination.abandon(''))
  }
}

async function textOf(
  summary: ConversationSummary,
  name: FormatName,
  options: SummaryCommandOptions,
): Promise<string> {
  if (name === 'jsonl') {
    const { jsonLines } = await import('../../formats/json-lines.ts')
    return jsonLines(options.raw ?? false).page([summary], null)
  }
  const { summaryColumns, summaryRows, summaryTable } = await import('../../formats/summary.ts')
  if (name === 'transcript') return summaryTable(chooseScreen(options)).page([summary], null)
  const { csv } = await import('../../formats/csv.ts')
  const { head, page } = csv(summaryColumns, { bom: options.bom })
  return head + page(summaryRows(summary), null)
}
