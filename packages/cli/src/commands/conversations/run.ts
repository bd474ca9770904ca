import { type Conversation, hasConversations } from '@sms/core'
import { chooseTarget } from '../../destinations/choose-target.ts'
import type { Query } from '../../destinations/resume-state.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { writeExport } from '../../export/write-export.ts'
import { chooseFormat } from '../../formats/choose-format.ts'
import type { Format, FormatName } from '../../formats/format.ts'
import { chooseScreen } from '../../formats/screen.ts'
import { protectInputs } from '../../inputs/protect-inputs.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import type { OutputOptions } from '../../options/output-options.ts'
import type { PagingOptions } from '../../options/paging-options.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import { openReader } from '../../providers/open-reader.ts'

/** The options of `sms conversations`. */
export interface ConversationsCommandOptions extends ReaderOptions, OutputOptions, PagingOptions {}

const KEY = 'conversations'

/** `sms conversations`: the conversations of the account. */
export async function runConversations(
  provider: string,
  options: ConversationsCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const format = chooseFormat(options)
  await protectInputs(options, options)
  await using opened = await openReader(provider, options, signal)
  const { reader } = opened
  if (!hasConversations(reader)) {
    throw new UsageError(
      `${provider} cannot list conversations. Read one with \`sms messages ${provider} <participant>\`.`,
    )
  }
  const { limit, pageSize, concurrency, raw, bom, simulate } = options
  const query = omitUndefined({ command: KEY, provider, format, limit, raw, bom, simulate }) as Query
  const times = { since: null, until: null }
  await using target = await chooseTarget(options, { query, keys: [KEY], times })
  if (target === null) return
  await writeExport({
    lists: [
      {
        key: KEY,
        participant: null,
        label: '',
        read: (from) => reader.conversations({ ...omitUndefined({ pageSize, concurrency }), ...from }),
      },
    ],
    noun: 'conversation',
    limit: limit ?? null,
    parallel: 1,
    format: await formatFor(format, options),
    target,
    adviceIfEmpty: 'Check that the credentials belong to the right account.',
    signal,
  })
}

async function formatFor(
  name: FormatName,
  options: ConversationsCommandOptions,
): Promise<Format<Conversation>> {
  if (name === 'jsonl') {
    const { jsonLines } = await import('../../formats/json-lines.ts')
    return jsonLines(options.raw ?? false)
  }
  if (name === 'csv') {
    const { conversationColumns, csv } = await import('../../formats/csv.ts')
    return csv(conversationColumns, { bom: options.bom })
  }
  const { conversationTable } = await import('../../formats/conversation-table.ts')
  return conversationTable(chooseScreen(options))
}
