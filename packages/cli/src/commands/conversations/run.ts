import type { ArchivedConversation } from '@sms/archive'
import type { Conversation } from '@sms/core'
import { ARCHIVE, chooseArchive, fileOf } from '../../archive/archive-address.ts'
import { checkSourceOptions } from '../../archive/check-source-options.ts'
import { chooseTarget } from '../../destinations/choose-target.ts'
import type { Query } from '../../destinations/resume-state.ts'
import { writeExport } from '../../export/write-export.ts'
import { chooseFormat } from '../../formats/choose-format.ts'
import type { Format, FormatName } from '../../formats/format.ts'
import { chooseScreen } from '../../formats/screen.ts'
import { protectInputs } from '../../inputs/protect-inputs.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import type { ArchiveFilters, ArchiveOptions } from '../../options/archive-options.ts'
import type { OutputOptions } from '../../options/output-options.ts'
import type { PagingOptions } from '../../options/paging-options.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import { type ReadableConversations, openConversations } from './readable-conversations.ts'

/** The options of `sms conversations`. */
export interface ConversationsCommandOptions
  extends ReaderOptions, OutputOptions, PagingOptions, ArchiveOptions, ArchiveFilters {}

const KEY = 'conversations'

/** `sms conversations`: the conversations of the account, or of the archive. */
export async function runConversations(
  provider: string,
  options: ConversationsCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const format = chooseFormat(options)
  checkSourceOptions(provider, KEY, options)
  const archive = provider === ARCHIVE ? fileOf(chooseArchive(options)) : undefined
  const { limit, raw, bom, simulate, account, output, resume } = options
  await protectInputs({ ...options, archive }, { output, resume })
  await using source = await openConversations(provider, options, signal)
  const query = omitUndefined({
    command: KEY,
    provider,
    '--provider': options.provider,
    account,
    format,
    limit,
    raw,
    bom,
    simulate,
  }) as Query
  const times = { since: null, until: null }
  await using target = await chooseTarget(options, { query, keys: [KEY], times })
  if (target === null) return
  await writeExport({
    lists: [{ key: KEY, participant: null, label: '', read: (from) => source.read(from) }],
    noun: 'conversation',
    limit: limit ?? null,
    parallel: 1,
    format: await formatFor(format, options, source),
    target,
    adviceIfEmpty: source.adviceIfEmpty,
    signal,
  })
}

async function formatFor(
  name: FormatName,
  options: ConversationsCommandOptions,
  source: ReadableConversations,
): Promise<Format<Conversation | ArchivedConversation>> {
  if (name === 'jsonl') {
    const { jsonLines } = await import('../../formats/json-lines.ts')
    return jsonLines(options.raw ?? false)
  }
  if (name === 'csv') return source.csv({ bom: options.bom })
  return source.table(chooseScreen(options))
}
