import { hasSummary, type ConversationSummary } from '@sms/core'
import type { FormatName } from '../formats/format.ts'
import { plainTarget } from '../destinations/target.ts'
import { chooseFormat, chooseScreen, type OutputOptions } from '../output-options.ts'
import { tell } from '../report.ts'
import { openSource, participantOf, type SourceOptions } from '../source.ts'
import { Unfinished } from '../unfinished.ts'
import { UsageError } from '../usage-error.ts'

/** What the command line says. */
export interface SummaryCommand extends SourceOptions, Omit<OutputOptions, 'outputDir' | 'resume'> {}

/** `sms summary`: how many messages were exchanged with a participant, by direction and status. */
export async function summary(
  provider: string,
  participant: string | undefined,
  options: SummaryCommand,
  signal: AbortSignal,
): Promise<void> {
  const format = chooseFormat(options)
  await using source = await openSource(provider, options)
  const { reader } = source
  if (!hasSummary(reader)) {
    throw new UsageError(
      `${provider} has no summaries. Count what \`sms messages ${provider} <participant>\` prints.`,
    )
  }
  await using target = await plainTarget(options.output)
  const found = await reader.summary(participantOf(participant, source), { signal })
  const text = await textOf(found, format, options)
  const destination = await target.open('', () => {})
  try {
    const place = await destination.finish(text)
    if (place !== null) tell(`Wrote the summary to ${place}.`)
  } catch (error) {
    throw new Unfinished(error, await destination.abandon(''))
  }
}

async function textOf(
  found: ConversationSummary,
  name: FormatName,
  options: SummaryCommand,
): Promise<string> {
  if (name === 'jsonl') {
    const { jsonLines } = await import('../formats/json-lines.ts')
    return jsonLines(options.raw ?? false).page([found], null)
  }
  const { summaryColumns, summaryRows, summaryTable } = await import('../formats/summary.ts')
  if (name === 'transcript') return summaryTable(chooseScreen(options)).page([found], null)
  const { csv } = await import('../formats/csv.ts')
  const { head, page } = csv(summaryColumns, { bom: options.bom })
  return head + page(summaryRows(found), null)
}
