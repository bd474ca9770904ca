import type { Message, MessagesOptions } from '@sms/core'
import { ARCHIVE, chooseArchive, fileOf } from '../../archive/archive-address.ts'
import { checkSourceOptions } from '../../archive/check-source-options.ts'
import { chooseTarget } from '../../destinations/choose-target.ts'
import type { FilePerParticipant } from '../../destinations/file-per-participant.ts'
import type { Query } from '../../destinations/resume-state.ts'
import { printNotice } from '../../errors/print-notice.ts'
import type { Gaps } from '../../archive/find-gaps.ts'
import { UsageError } from '../../errors/usage-error.ts'
import type { ExportedList } from '../../export/read-lists.ts'
import { writeExport } from '../../export/write-export.ts'
import { chooseFormat } from '../../formats/choose-format.ts'
import { countVanished, type MarkedMessage, vanishedNotice } from '../../formats/count-vanished.ts'
import { extensionOf } from '../../formats/file-extension.ts'
import type { Format, FormatName } from '../../formats/format.ts'
import { joinLabels } from '../../formats/labels.ts'
import { chooseScreen } from '../../formats/screen.ts'
import { protectInputs } from '../../inputs/protect-inputs.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import type { ArchiveFilters, ArchiveOptions } from '../../options/archive-options.ts'
import type { OutputOptions } from '../../options/output-options.ts'
import type { PagingOptions } from '../../options/paging-options.ts'
import { parseTime } from '../../options/parse-time.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import type { SelectionOptions } from '../../options/selection-options.ts'
import { chooseParticipant } from '../../providers/open-reader.ts'
import { type ReadableMessages, openMessages } from './readable-messages.ts'
import type { ListedParticipant } from '../../inputs/read-participants.ts'

/** The options of `sms messages`. */
export interface MessagesCommandOptions
  extends SelectionOptions, ReaderOptions, OutputOptions, PagingOptions, ArchiveOptions, ArchiveFilters {
  readonly participants?: string
  readonly parallel: number
}

/** `sms messages`: the messages exchanged with one participant, or with each on a list. */
export async function runMessages(
  provider: string,
  participant: string | undefined,
  options: MessagesCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { participants: listFile, output, outputDir, resume } = options
  const isOfMany = listFile !== undefined
  if (isOfMany && participant !== undefined) {
    throw new UsageError('Name a participant or --participants, not both.')
  }
  checkSourceOptions(provider, 'messages', options)
  const archive = provider === ARCHIVE ? fileOf(chooseArchive(options)) : undefined
  await protectInputs({ ...options, archive }, { output, resume })
  const format = chooseFormat(options, isOfMany && outputDir === undefined)
  await using source = await openMessages(provider, options, signal)
  const listed =
    listFile === undefined
      ? [{ participant: chooseParticipant(participant, source), place: '' }]
      : await readList(listFile, signal)
  const keys = listed.map((one) => one.participant)
  const times = timesOf(options)
  const makeFormat = await formatsFor(format, options, source)
  const query = { query: queryOf(provider, format, options), keys, times }
  const folder = outputDir === undefined ? null : await openFolder(outputDir, format, makeFormat)
  await using target = folder === null ? await chooseTarget(options, query) : folder.target
  if (target === null) return
  const selection = select(options, target.state ?? times)
  // A sync that ends while the messages are read does not make what was read complete.
  const gaps = await source.findGaps(keys)
  const vanished = countVanished<MarkedMessage>(folder === null ? makeFormat() : folder.format)
  await writeExport({
    lists: listed.map((one) => listOf(one, source, selection, isOfMany || folder !== null)),
    noun: 'message',
    limit: options.limit ?? null,
    parallel: options.parallel,
    format: vanished.format,
    target,
    adviceIfEmpty: source.adviceIfEmpty,
    absent: gaps.absent,
    signal,
  })
  printGaps(listed, gaps)
  if (vanished.count() > 0) printNotice(vanishedNotice(vanished.count()))
}

async function readList(path: string, signal: AbortSignal): Promise<readonly ListedParticipant[]> {
  const { readParticipants } = await import('../../inputs/read-participants.ts')
  return readParticipants(path, signal)
}

async function openFolder(
  folder: string,
  format: FormatName,
  makeFormat: () => Format<Message>,
): Promise<FilePerParticipant<Message>> {
  const { filePerParticipant } = await import('../../destinations/file-per-participant.ts')
  return filePerParticipant(folder, extensionOf[format], makeFormat)
}

/** An export from the archive says what may be missing, although everything in the archive was read. */
function printGaps(listed: readonly ListedParticipant[], { absent, erased, incomplete }: Gaps): void {
  const whose = (some: ReadonlySet<string>): string => {
    const labels = listed.filter(({ participant }) => some.has(participant)).map(({ place }) => place)
    return `${some.size} of ${listed.length} participants (${joinLabels(labels)})`
  }
  const isOne = listed.length === 1
  if (erased !== null && erased.size > 0) {
    printNotice(
      `The archive has no conversation with ${isOne ? 'this participant, who was' : `${whose(erased)}, who were`} erased from it. Only \`sms sync --restore-erased\` stores anything of an erased person again.`,
    )
  }
  const unknown = new Set([...absent].filter((one) => erased?.has(one) !== true))
  if (unknown.size > 0) {
    const reason =
      erased === null
        ? 'What was erased is not in the archive either.'
        : 'The archive does not know whom it has erased with --no-remember.'
    printNotice(
      `The archive has no conversation with ${isOne ? 'this participant' : whose(unknown)}. Check that the number is complete and begins with its country code, and that \`sms sync\` has read its conversation. ${reason}`,
    )
  }
  if (incomplete.size > 0) {
    printNotice(
      `The archive does not contain the whole ${isOne ? 'conversation' : `conversations of ${whose(incomplete)}`}. Run \`sms sync\` again to read what is missing.`,
    )
  }
}

interface Times {
  readonly since: string | null
  readonly until: string | null
}

/** The times that the options mean now. A resumed export keeps those of its first run: `7d` changes its meaning. */
function timesOf({ since, until }: MessagesCommandOptions): Times {
  const now = new Date()
  return {
    since: since === undefined ? null : parseTime('since', since, now).toISOString(),
    until: until === undefined ? null : parseTime('until', until, now).toISOString(),
  }
}

function queryOf(provider: string, format: FormatName, options: MessagesCommandOptions): Query {
  const { direction, since, until, order, limit, raw, bom, participants, simulate, account } = options
  const isOfMany = participants !== undefined
  const query = {
    command: 'messages',
    provider,
    '--provider': options.provider,
    account,
    format,
    direction,
    since,
    until,
    order,
    limit,
    raw,
    bom,
    isOfMany,
    simulate,
  }
  return omitUndefined(query) as Query
}

function select(options: MessagesCommandOptions, { since, until }: Times): MessagesOptions {
  const { direction, order, pageSize, concurrency } = options
  return omitUndefined({
    direction,
    order,
    pageSize,
    concurrency,
    since: since === null ? undefined : new Date(since),
    until: until === null ? undefined : new Date(until),
  })
}

function listOf(
  { participant, place }: ListedParticipant,
  source: ReadableMessages,
  selection: MessagesOptions,
  isNamed: boolean,
): ExportedList<Message> {
  return {
    key: participant,
    participant: isNamed ? participant : null,
    label: place,
    read: (options) => source.read(participant, { ...selection, ...options }),
  }
}

async function formatsFor(
  name: FormatName,
  options: MessagesCommandOptions,
  source: ReadableMessages,
): Promise<() => Format<Message>> {
  if (name === 'jsonl') {
    const { jsonLines } = await import('../../formats/json-lines.ts')
    return () => jsonLines(options.raw ?? false)
  }
  if (name === 'csv') {
    const isOfMany = options.participants !== undefined && options.outputDir === undefined
    return source.csv({ isOfMany, bom: options.bom })
  }
  const { transcript } = await import('../../formats/transcript.ts')
  return () => transcript(options.order ?? source.order, chooseScreen(options))
}
