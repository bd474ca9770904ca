import { SmsError } from '@sms/core'
import type { Target } from '../destinations/target.ts'
import { counted } from '../formats/counted.ts'
import type { Format } from '../formats/format.ts'
import { createProgress } from './progress.ts'
import { type List, readLists } from './read-lists.ts'
import { explainSmsError, isAboutOption } from '../errors/explain-sms-error.ts'
import { printNotice } from '../errors/print-notice.ts'
import { ParticipantsFailedError, IncompleteExportError } from './export-errors.ts'
import { UsageError } from '../errors/usage-error.ts'

/** What is to be read, as what, to where. */
export interface ExportJob<T> {
  readonly lists: readonly List<T>[]
  /** What an item is. */
  readonly noun: string
  readonly limit: number | null
  readonly parallel: number
  readonly format: Format<T>
  readonly target: Target
  /** What to check if a list has no items. */
  readonly adviceIfEmpty: string
  readonly signal: AbortSignal
}

/**
 * Reads lists and writes them.
 *
 * @throws {SmsError} for options that the provider cannot honour, before anything is begun.
 * @throws {UsageError} if no one on a list of participants can be read, before anything is begun.
 * @throws {IncompleteExportError} for everything later.
 */
export async function writeExport<T>(job: ExportJob<T>): Promise<void> {
  const { lists, format, target, limit, signal } = job
  checkLists(lists, limit, signal)
  const progress = createProgress(job.noun, lists.length, limit)
  const destination = await target.open(format.head, progress.clear)
  const empty = new Set(lists.filter(({ key }) => destination.position(key) === null))
  const rest = (): string => (progress.items === 0 ? '' : format.tail())
  try {
    const noted = noteEmpty(job, empty)
    const failures = await readLists({ ...job, format: noted, destination, progress })
    progress.clear()
    if (failures.length === 0) {
      const place = await destination.finish(format.tail())
      if (place !== null) printNotice(`Wrote ${counted(progress.items, job.noun)} to ${place}.`)
      return printEmpty(job, empty)
    }
    for (const { list } of failures) empty.delete(list)
    printEmpty(job, empty)
    for (const { list, error } of failures)
      printNotice(`${list.label}: ${error.code}: ${explainSmsError(error)}`)
    // Nothing is no part: what was there before stays.
    const end = failures.length === lists.length ? destination.abandon : destination.finishPartly
    const advice = await end(rest())
    const failed = new ParticipantsFailedError(`${failures.length} of ${lists.length} participants failed.`)
    throw new IncompleteExportError(failed, advice)
  } catch (error) {
    if (error instanceof IncompleteExportError) throw error
    progress.clear()
    throw new IncompleteExportError(error, await destination.abandon(rest()))
  }
}

/**
 * What is wrong with every list is wrong with the command.
 *
 * @throws {UsageError} that names the place of the first participant, if no one on a list of participants can be read.
 */
function checkLists<T>(lists: readonly List<T>[], limit: number | null, signal: AbortSignal): void {
  let refused: unknown
  for (const list of lists) {
    try {
      // Nothing is requested before it is iterated over.
      list.read({ signal, ...(limit === null ? {} : { limit }) })
      return
    } catch (error) {
      if (list.label === '' || !SmsError.is(error, 'invalid_argument') || isAboutOption(error)) throw error
      refused ??= new UsageError(`${list.label}: ${explainSmsError(error)}`, { cause: error })
    }
  }
  throw refused
}

/** A format that takes a list out of `empty` when it gets an item of it. */
function noteEmpty<T>({ lists, format }: ExportJob<T>, empty: Set<List<T>>): Format<T> {
  const listOf = new Map(lists.map((list) => [list.participant, list]))
  return {
    ...format,
    page(items, participant) {
      const list = listOf.get(participant)
      if (list !== undefined && items.length > 0) empty.delete(list)
      return format.page(items, participant)
    },
  }
}

// Further ones are only counted.
const MOST_LABELS = 20

function printEmpty<T>({ lists, noun, adviceIfEmpty }: ExportJob<T>, empty: ReadonlySet<List<T>>): void {
  if (empty.size === 0) return
  const labels = [...empty].slice(0, MOST_LABELS).map(({ label }) => label)
  const more = empty.size > labels.length ? '; …' : ''
  const whose =
    lists.length === 1
      ? ''
      : ` for ${empty.size} of ${lists.length} participants (${labels.join('; ')}${more})`
  printNotice(`No ${noun}s were found${whose}. ${adviceIfEmpty}`)
}
