import { SmsError } from '@sms/core'
import type { Target } from '../destinations/target.ts'
import { explainSmsError, isAboutOption } from '../errors/explain-sms-error.ts'
import { printNotice } from '../errors/print-notice.ts'
import { UsageError } from '../errors/usage-error.ts'
import { counted } from '../formats/counted.ts'
import type { Format } from '../formats/format.ts'
import { joinLabels } from '../formats/labels.ts'
import { ParticipantsFailedError, IncompleteError } from '../errors/incomplete-error.ts'
import { createProgress } from './progress.ts'
import { type ExportedList, readLists } from './read-lists.ts'

/** What to read, and what to write where. */
export interface ExportJob<T> {
  readonly lists: readonly ExportedList<T>[]
  /** What an item is called. */
  readonly noun: string
  readonly limit: number | null
  readonly parallel: number
  readonly format: Format<T>
  readonly target: Target
  /** What the user can check if a list has no items. */
  readonly adviceIfEmpty: string
  /** The keys of lists that are known to be missing. Nothing is said about them here. Default: none. */
  readonly absent?: ReadonlySet<string>
  readonly signal: AbortSignal
}

/**
 * Reads lists and writes them.
 *
 * @throws {SmsError} before any request, for an option that the provider does not support.
 * @throws {UsageError} before any request, if every participant on a list is invalid.
 * @throws {IncompleteError} for every later error.
 */
export async function writeExport<T>(job: ExportJob<T>): Promise<void> {
  const { lists, format, target, limit, signal, absent } = job
  checkLists(lists, limit, signal)
  const progress = createProgress(job.noun, lists.length, limit)
  const destination = await target.open(format.head, progress.clear)
  const unread = lists.filter(({ key }) => destination.position(key) === null)
  const empty = new Set(unread.filter(({ key }) => absent?.has(key) !== true))
  const lastText = (): string => (progress.items === 0 ? '' : format.tail())
  try {
    const tracked = trackEmpty(job, empty)
    const failures = await readLists({ ...job, format: tracked, destination, progress })
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
    // If every list failed, an older file stays.
    const end = failures.length === lists.length ? destination.abandon : destination.finishPartly
    const advice = await end(lastText())
    const failed = new ParticipantsFailedError(`${failures.length} of ${lists.length} participants failed.`)
    throw new IncompleteError(failed, advice)
  } catch (error) {
    if (error instanceof IncompleteError) throw error
    progress.clear()
    throw new IncompleteError(error, await destination.abandon(lastText()))
  }
}

/**
 * Checks the options and the participants before any request.
 *
 * @throws {SmsError} for an option that the provider does not support.
 * @throws {UsageError} if every participant on a list is invalid. It names the place of the first one.
 */
function checkLists<T>(lists: readonly ExportedList<T>[], limit: number | null, signal: AbortSignal): void {
  let firstError: unknown
  for (const list of lists) {
    try {
      // This checks the options. Nothing is requested before iteration starts.
      list.read({ signal, ...(limit === null ? {} : { limit }) })
      return
    } catch (error) {
      if (list.label === '' || !SmsError.is(error, 'invalid_argument') || isAboutOption(error)) throw error
      firstError ??= new UsageError(`${list.label}: ${explainSmsError(error)}`, { cause: error })
    }
  }
  throw firstError
}

/** A format that removes a list from `empty` when it gets an item of the list. */
function trackEmpty<T>({ lists, format }: ExportJob<T>, empty: Set<ExportedList<T>>): Format<T> {
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

function printEmpty<T>(
  { lists, noun, adviceIfEmpty }: ExportJob<T>,
  empty: ReadonlySet<ExportedList<T>>,
): void {
  if (empty.size === 0) return
  const labels = joinLabels([...empty].map(({ label }) => label))
  const whose = lists.length === 1 ? '' : ` for ${empty.size} of ${lists.length} participants (${labels})`
  printNotice(`No ${noun}s were found${whose}. ${adviceIfEmpty}`)
}
