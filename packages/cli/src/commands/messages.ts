import type { Direction, Message, MessageOrder, MessageReader, MessagesOptions } from '@sms/core'
import { fileForEach } from '../destinations/file-for-each.ts'
import type { Query } from '../destinations/resume-state.ts'
import type { Format, FormatName } from '../formats/format.ts'
import { endingOf } from '../formats/format-of-file.ts'
import { given } from '../given.ts'
import { moment } from '../moment.ts'
import { chooseFormat, chooseScreen, chooseTarget, type OutputOptions } from '../output-options.ts'
import { type ListedParticipant, readParticipants } from '../participants.ts'
import { protectInputs } from '../protect-inputs.ts'
import type { List } from '../read-lists.ts'
import { openSource, participantOf, type SourceOptions } from '../source.ts'
import { UsageError } from '../usage-error.ts'
import { writeExport } from '../write-export.ts'

/** What the command line says. */
export interface MessagesCommand extends SourceOptions, OutputOptions {
  readonly direction?: Direction
  readonly since?: string
  readonly until?: string
  readonly order?: MessageOrder
  readonly limit?: number
  readonly pageSize?: number
  readonly concurrency?: number
  readonly participants?: string
  readonly parallel: number
}

/** `sms messages`: the messages exchanged with one participant, or with each on a list. */
export async function messages(
  provider: string,
  participant: string | undefined,
  options: MessagesCommand,
  signal: AbortSignal,
): Promise<void> {
  const { participants: list, outputDir } = options
  const isOfMany = list !== undefined
  if (isOfMany && participant !== undefined) {
    throw new UsageError('Name a participant or --participants, not both.')
  }
  await protectInputs(options, options)
  const format = chooseFormat(options, isOfMany && outputDir === undefined)
  await using source = await openSource(provider, options)
  const listed =
    list === undefined
      ? [{ participant: participantOf(participant, source), place: '' }]
      : await readParticipants(list, signal)
  const keys = listed.map((one) => one.participant)
  const times = timesOf(options)
  const makeFormat = await formatsFor(format, options, source.reader)
  const query = { query: queryOf(provider, format, options), keys, times }
  const folder = outputDir === undefined ? null : await fileForEach(outputDir, endingOf[format], makeFormat)
  await using target = folder === null ? await chooseTarget(options, query) : folder.target
  if (target === null) return
  const selection = select(options, target.state ?? times)
  const lists = listed.map((one) => listOf(one, source.reader, selection, isOfMany || folder !== null))
  await writeExport({
    lists,
    noun: 'message',
    limit: options.limit ?? null,
    parallel: options.parallel,
    format: folder === null ? makeFormat() : folder.format,
    target,
    adviceIfEmpty: ADVICE_IF_EMPTY,
    signal,
  })
}

const ADVICE_IF_EMPTY =
  'Check that the number is complete and begins with its country code, that this account has exchanged messages with it, and that no option leaves them out.'

interface Times {
  readonly since: string | null
  readonly until: string | null
}

/** `7d` means another moment each time; an export that is resumed keeps the first. */
function timesOf({ since, until }: MessagesCommand): Times {
  const now = new Date()
  return {
    since: since === undefined ? null : moment('since', since, now).toISOString(),
    until: until === undefined ? null : moment('until', until, now).toISOString(),
  }
}

function queryOf(provider: string, format: FormatName, options: MessagesCommand): Query {
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
  return given(query) as Query
}

function select(options: MessagesCommand, { since, until }: Times): MessagesOptions {
  const { direction, order, pageSize, concurrency } = options
  return given({
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
): List<Message> {
  return {
    key: participant,
    participant: isNamed ? participant : null,
    label: place,
    read: (options) => reader.messages(participant, { ...selection, ...options }),
  }
}

async function formatsFor(
  name: FormatName,
  options: MessagesCommand,
  { capabilities }: MessageReader,
): Promise<() => Format<Message>> {
  if (name === 'jsonl') {
    const { jsonLines } = await import('../formats/json-lines.ts')
    return () => jsonLines(options.raw ?? false)
  }
  if (name === 'csv') {
    const { csv, messageColumns } = await import('../formats/csv.ts')
    const isOfMany = options.participants !== undefined && options.outputDir === undefined
    return () => csv(messageColumns, { isOfMany, bom: options.bom })
  }
  const { transcript } = await import('../formats/transcript.ts')
  return () => transcript(options.order ?? capabilities.order, chooseScreen(options))
}
