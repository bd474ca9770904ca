import { type Paginated, SmsError } from '@sms/core'
import pLimit from 'p-limit'
import type { Destination } from '../destinations/destination.ts'
import { endsRun } from '../errors/ends-run.ts'
import type { Format } from '../formats/format.ts'
import type { Progress } from './progress.ts'

/** A list that is read to its end or its limit. */
export interface ExportedList<T> {
  /** Identifies the list in a state. */
  readonly key: string
  /** Whose list it is, if there are several; else null. */
  readonly participant: string | null
  /** The participant's place on a list, for errors, which show no phone number. Empty if there is no list. */
  readonly label: string
  read(options: ReadOptions): Paginated<T>
  /** Called with the cursor of each page that was written. */
  readonly onPage?: (cursor: string | null) => void
}

/** How to read a list. */
export interface ReadOptions {
  readonly signal: AbortSignal
  readonly cursor?: string
  readonly limit?: number
}

/** Lists, and where their text goes. */
export interface ReadJob<T> {
  readonly lists: readonly ExportedList<T>[]
  /** The maximum number of items of each list; null for no limit. */
  readonly limit: number | null
  /** How many lists are read at the same time. */
  readonly parallel: number
  readonly format: Format<T>
  readonly destination: Destination
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** A list that failed. */
export interface FailedList<T> {
  readonly list: ExportedList<T>
  readonly error: SmsError
}

/**
 * Reads all lists, several at a time. If one of several fails, the others are read. But an error that rejects the account
 * ends the run.
 *
 * @returns The lists that failed.
 */
export async function readLists<T>(job: ReadJob<T>): Promise<readonly FailedList<T>[]> {
  const failures: FailedList<T>[] = []
  const failure = new AbortController()
  const signal = AbortSignal.any([job.signal, failure.signal])
  // The first list is read alone until it has a page or fails, so that a rejected account costs one request.
  const limit = pLimit(1)
  const appendOne = appendInTurn(job.destination)
  const append: Destination['append'] = async (...page) => {
    limit.concurrency = job.parallel
    await appendOne(...page)
  }

  await limit.map(job.lists, async (list) => {
    if (signal.aborted) return
    try {
      await readList(list, { ...job, signal }, append)
    } catch (error) {
      if (job.lists.length > 1 && !signal.aborted && SmsError.is(error) && !endsRun(error)) {
        failures.push({ list, error })
      } else failure.abort(error)
    }
    limit.concurrency = job.parallel
    job.progress.list()
  })
  signal.throwIfAborted()
  return failures
}

/** Writes one page after another, so that pages of different lists do not mix. */
function appendInTurn({ append }: Destination): Destination['append'] {
  const turn = pLimit(1)
  return (...page) => turn(() => append(...page))
}

async function readList<T>(
  list: ExportedList<T>,
  { limit, format, destination, progress, signal }: ReadJob<T>,
  append: Destination['append'],
): Promise<void> {
  const begun = destination.position(list.key) ?? { cursor: null, left: limit, isDone: false }
  if (begun.isDone) return
  let { left } = begun
  const from = {
    ...(begun.cursor === null ? {} : { cursor: begun.cursor }),
    ...(left === null ? {} : { limit: left }),
  }
  for await (const { items, total, cursor } of list.read({ ...from, signal }).pages()) {
    left = left === null ? null : left - items.length
    await append(format.page(items, list.participant), list.key, {
      cursor,
      left,
      isDone: cursor === null || left === 0,
    })
    progress.page(items.length, total)
    list.onPage?.(cursor)
  }
}
