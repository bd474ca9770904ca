import type { ConversationSummary, StatusCounts } from '@sms/core'
import type { Columns } from './csv.ts'
import type { Format } from './format.ts'
import { printableLine } from './printable.ts'
import type { Screen } from './screen.ts'
import { table } from './table.ts'

/** The number of messages and segments with one direction and status. */
export interface SummaryRow {
  readonly direction: 'outbound' | 'inbound'
  readonly status: string
  readonly messages: number
  readonly segments: number
}

export function summaryRows({ outbound, inbound }: ConversationSummary): readonly SummaryRow[] {
  return [...rowsOf('outbound', outbound), ...rowsOf('inbound', inbound)]
}

function rowsOf(direction: SummaryRow['direction'], counts: StatusCounts): readonly SummaryRow[] {
  return Object.entries(counts).map(([status, { messages, segments }]) => ({
    direction,
    status,
    messages,
    segments,
  }))
}

export const summaryColumns: Columns<SummaryRow> = {
  direction: ({ direction }) => direction,
  status: ({ status }) => status,
  messages: ({ messages }) => messages,
  segments: ({ segments }) => segments,
}

/** A small table under the totals. */
export function summaryTable({ width, paint }: Screen): Format<ConversationSummary> {
  return {
    head: '',
    page: (summaries) => summaries.flatMap((summary) => lines(summary)).join(''),
    tail: () => '',
  }

  function lines(summary: ConversationSummary): readonly string[] {
    const { participant, messages, segments } = summary
    const cells = summaryRows(summary).map((row) => [
      row.direction,
      row.status,
      String(row.messages).padStart(String(messages).length),
      `in ${row.segments} segments`,
    ])
    const title = paint('bold', `${printableLine(participant)}: ${messages} messages in ${segments} segments`)
    return [title, ...table(cells, width)].map((line) => `${line}\n`)
  }
}
