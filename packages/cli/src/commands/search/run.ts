import type { ArchivedMessage, ArchiveQuery } from '@sms/archive'
import { chooseArchive, fileOf } from '../../archive/archive-address.ts'
import { type ConversationCounts, countIncomplete } from '../../archive/count-incomplete.ts'
import { openArchiveToRead } from '../../archive/open-archive.ts'
import { plainTarget } from '../../destinations/choose-target.ts'
import { printNotice } from '../../errors/print-notice.ts'
import { writeExport } from '../../export/write-export.ts'
import { chooseFormat } from '../../formats/choose-format.ts'
import { counted } from '../../formats/counted.ts'
import { countVanished, vanishedNotice } from '../../formats/count-vanished.ts'
import type { Format, FormatName } from '../../formats/format.ts'
import { chooseScreen } from '../../formats/screen.ts'
import { protectInputs } from '../../inputs/protect-inputs.ts'
import type { ArchiveFilters, ArchiveOptions } from '../../options/archive-options.ts'
import type { OutputOptions } from '../../options/output-options.ts'
import type { PagingOptions } from '../../options/paging-options.ts'
import { parseTime } from '../../options/parse-time.ts'
import type { SelectionOptions } from '../../options/selection-options.ts'

/** The options of `sms search`. */
export interface SearchCommandOptions
  extends
    SelectionOptions,
    ArchiveOptions,
    ArchiveFilters,
    Pick<PagingOptions, 'limit'>,
    Omit<OutputOptions, 'outputDir' | 'resume'> {
  readonly participant?: readonly string[]
  readonly simulate?: boolean
}

const ORDER = 'newest-first'

// About as many as a screen or two show.
const TERMINAL_LIMIT = 20

const LARGEST_PAGE = 500

/** `sms search`: the messages in the archive that contain all of some words. */
export async function runSearch(
  words: readonly string[],
  options: SearchCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { output } = options
  await protectInputs({ archive: fileOf(chooseArchive(options)) }, { output })
  const formatName = chooseFormat(options)
  const isOnTerminal = formatName === 'transcript' && output === undefined
  const limit = options.limit ?? (isOnTerminal ? TERMINAL_LIMIT : null)
  await using opened = await openArchiveToRead(options, signal)
  await using target = await plainTarget(output)
  const query = queryOf(options, limit)
  const vanished = countVanished(await formatFor(formatName, options))
  // A sync that ends while the messages are read does not make what was read complete.
  const searched = await countIncomplete(opened, options, options.participant)
  let cursor: string | null = null
  await writeExport({
    lists: [
      {
        key: 'search',
        participant: null,
        label: '',
        read: (from) => opened.search(words.join(' '), { ...query, ...from }),
        onPage: (end) => (cursor = end),
      },
    ],
    noun: 'message',
    limit,
    parallel: 1,
    format: vanished.format,
    target,
    adviceIfEmpty: 'Check the words, of which a message must contain all, and that no option excludes it.',
    signal,
  })
  if (searched.incomplete > 0) printNotice(incompleteNotice(searched))
  if (vanished.count() > 0) printNotice(vanishedNotice(vanished.count()))
  if (cursor !== null && options.limit === undefined)
    printNotice(`${shownPart(options)} To see more, add --limit NUMBER.`)
}

function queryOf(options: SearchCommandOptions, limit: number | null): ArchiveQuery {
  const { participant, provider, account, direction, since, until, order } = options
  const now = new Date()
  return {
    participant,
    provider,
    account,
    direction,
    order,
    since: since === undefined ? undefined : parseTime('since', since, now),
    until: until === undefined ? undefined : parseTime('until', until, now),
    pageSize: Math.min(limit ?? LARGEST_PAGE, LARGEST_PAGE),
  }
}

function incompleteNotice({ all, incomplete }: ConversationCounts): string {
  return `The archive does not contain the whole of ${incomplete} of the ${counted(all, 'conversation')} searched. Run \`sms sync\` again to read what is missing.`
}

function shownPart({ order = ORDER }: SearchCommandOptions): string {
  return `Only the ${order === ORDER ? 'newest' : 'oldest'} ${TERMINAL_LIMIT} are shown.`
}

async function formatFor(name: FormatName, options: SearchCommandOptions): Promise<Format<ArchivedMessage>> {
  if (name === 'jsonl') {
    const { jsonLines } = await import('../../formats/json-lines.ts')
    return jsonLines(options.raw ?? false)
  }
  if (name === 'csv') {
    const { csv } = await import('../../formats/csv.ts')
    const { foundMessageColumns } = await import('../../formats/archive-columns.ts')
    return csv(foundMessageColumns, { bom: options.bom })
  }
  const { transcript } = await import('../../formats/transcript.ts')
  return transcript(options.order ?? ORDER, chooseScreen(options), { isOfMany: true })
}
