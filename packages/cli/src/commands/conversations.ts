import { type Conversation, hasConversations } from '@sms/core'
import type { Query } from '../destinations/resume-state.ts'
import type { Format, FormatName } from '../formats/format.ts'
import { given } from '../given.ts'
import { chooseFormat, chooseScreen, chooseTarget, type OutputOptions } from '../output-options.ts'
import { protectInputs } from '../protect-inputs.ts'
import { openSource, type SourceOptions } from '../source.ts'
import { UsageError } from '../usage-error.ts'
import { writeExport } from '../write-export.ts'

/** What the command line says. */
export interface ConversationsCommand extends SourceOptions, OutputOptions {
  readonly limit?: number
  readonly pageSize?: number
  readonly concurrency?: number
}

const KEY = 'conversations'

/** `sms conversations`: the account's conversations. */
export async function conversations(
  provider: string,
  options: ConversationsCommand,
  signal: AbortSignal,
): Promise<void> {
  const format = chooseFormat(options)
  await protectInputs(options, options)
  await using source = await openSource(provider, options)
  const { reader } = source
  if (!hasConversations(reader)) {
    throw new UsageError(
      `${provider} cannot list conversations. Read one with \`sms messages ${provider} <participant>\`.`,
    )
  }
  const { limit, pageSize, concurrency, raw, bom, simulate } = options
  const query = given({ command: KEY, provider, format, limit, raw, bom, simulate }) as Query
  const times = { since: null, until: null }
  await using target = await chooseTarget(options, { query, keys: [KEY], times })
  if (target === null) return
  await writeExport({
    lists: [
      {
        key: KEY,
        participant: null,
        label: '',
        read: (from) => reader.conversations({ ...given({ pageSize, concurrency }), ...from }),
      },
    ],
    noun: 'conversation',
    limit: limit ?? null,
    parallel: 1,
    format: await formatFor(format, options),
    target,
    adviceIfEmpty: 'Check that the credentials are those of the account you mean.',
    signal,
  })
}

async function formatFor(name: FormatName, options: ConversationsCommand): Promise<Format<Conversation>> {
  if (name === 'jsonl') {
    const { jsonLines } = await import('../formats/json-lines.ts')
    return jsonLines(options.raw ?? false)
  }
  if (name === 'csv') {
    const { conversationColumns, csv } = await import('../formats/csv.ts')
    return csv(conversationColumns, { bom: options.bom })
  }
  const { conversationList } = await import('../formats/conversation-list.ts')
  return conversationList(chooseScreen(options))
}
