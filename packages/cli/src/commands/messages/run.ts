import type { Direction, Message, MessageOrder, MessageReader, MessagesOptions } from '@sms/core'
import { chooseTarget } from '../../destinations/choose-target.ts'
import type { FilePerParticipant } from '../../destinations/file-per-participant.ts'
import type { Query } from '../../destinations/resume-state.ts'
import { UsageError } from '../../errors/usage-error.ts'
import type { ExportedList } from '../../export/read-lists.ts'
import { writeExport } from '../../export/write-export.ts'
import { chooseFormat } from '../../formats/choose-format.ts'
import { extensionOf } from '../../formats/file-extension.ts'
import type { Format, FormatName } from '../../formats/format.ts'
import { chooseScreen } from '../../formats/screen.ts'
import { protectInputs } from '../../inputs/protect-inputs.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import type { OutputOptions } from '../../options/output-options.ts'
import type { PagingOptions } from '../../options/paging-options.ts'
import { parseTime } from '../../options/parse-time.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import { chooseParticipant, openReader } from '../../providers/open-reader.ts'
import type { ListedParticipant } from '../../inputs/read-participants.ts'

/** The options of `sms messages`. */
export interface MessagesCommandOptions extends ReaderOptions, OutputOptions, PagingOptions {
  readonly direction?: Direction
  readonly since?: string
  readonly until?: string
  readonly order?: MessageOrder
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
  const { participants: listFile, outputDir } = options
  const isOfMany = listFile !== undefined
  if (isOfMany && participant !== undefined) {
    throw new UsageError('Name a participant or --participants, not both.')
  }
  await protectInputs(options, options)
  const format = chooseFormat(options, isOfMany && outputDir === undefined)
  await using opened = await openReader(provider, options, signal)
  const { reader } = opened
  const listed =
    listFile === undefined
      ? [{ participant: chooseParticipant(participant, opened), place: '' }]
      : await readList(listFile, signal)
  const keys = listed.map((one) => one.participant)
  const times = timesOf(options)
  const makeFormat = await formatsFor(format, options, reader)
  const query = { query: queryOf(provider, format, options), keys, times }
  const folder = outputDir === undefined ? null : await openFolder(outputDir, format, makeFormat)
  await using target = folder === null ? await chooseTarget(options, query) : folder.target
  if (target === null) return
  const selection = select(options, target.state ?? times)
  await writeExport({
    lists: listed.map((one) => listOf(one, reader, selection, isOfMany || folder !== null)),
    noun: 'message',
    limit: options.limit ?? null,
    parallel: options.parallel,
    format: folder === null ? makeFormat() : folder.format,
    target,
    adviceIfEmpty: ADVICE_IF_EMPTY,
    signal,
  })
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

const ADVICE_IF_EMPTY =
  'Check that the number is complete and begins with its country code, that this account has exchanged messages with it, and that no option excludes them.'

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
  const { direction, since, until, order, limit, raw, bom, participants, simulate } = options
  const isOfMany = participants !== undefined
  const query = {
    command: 'messages',
    provider,
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
  reader: MessageReader,
  selection: MessagesOptions,
  isNamed: boolean,
): ExportedList<Message> {
  return {
    key: participant,
    participant: isNamed ? participant : null,
    label: place,
    read: (options) => reader.messages(participant, { ...selection, ...options }),
  }
}

async function formatsFor(
  name: FormatName,
  options: MessagesCommandOptions,
  { capabilities }: MessageReader,
): Promise<() => Format<Message>> {
  if (name === 'jsonl') {
    const { jsonLines } = await import('../../formats/json-lines.ts')
    return () => jsonLines(options.raw ?? false)
  }
  if (name === 'csv') {
    const { csv, messageColumns } = await import('../../formats/csv.ts')
    const isOfMany = options.participants !== undefined && options.outputDir === undefined
    return () => csv(messageColumns, { isOfMany, bom: options.bom })
  }
  const { transcript } = await import('../../formats/transcript.ts')
  return () => transcript(options.order ?? capabilities.order, chooseScreen(options))
}
