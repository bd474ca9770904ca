import { type Paginated, SmsError, type SmsErrorCode } from '@sms/core'
import pLimit from 'p-limit'
import type { Destination } from '../destinations/destination.ts'
import type { Format } from '../formats/format.ts'
import type { Progress } from './progress.ts'

/** A list to be read to its end, or to its limit. */
export interface List<T> {
  /** Names it in the state that reading resumes from. */
  readonly key: string
  /** Whose it is, where there are several. */
  readonly participant: string | null
  /** Its place on the list of participants, for errors, which show no phone number. Empty if it is on none. */
  readonly label: string
  read(options: ReadOptions): Paginated<T>
}

/** What is asked for when a list is read. */
export interface ReadOptions {
  readonly signal: AbortSignal
  readonly cursor?: string
  readonly limit?: number
}

/** How lists become text in a place. */
export interface Export<T> {
  readonly lists: readonly List<T>[]
  /** Items wanted of each list; null for all. */
  readonly limit: number | null
  /** Lists read at the same time. */
  readonly parallel: number
  readonly format: Format<T>
  readonly destination: Destination
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** A list that could not be read to its end. */
export interface Failure<T> {
  readonly list: List<T>
  readonly error: SmsError
}

// What is wrong with one list is then wrong with all.
const ENDS_ALL: ReadonlySet<SmsErrorCode> = new Set(['authentication', 'permission', 'unsupported'])

// Seconds. A reader waits for less by itself; for more, the account is refused until then.
const LONGEST_WAIT = 60

/**
 * Reads all lists, some at a time. If there are several, one that fails is reported at the end and the others are read,
 * unless its error says that the account is refused: that ends the run.
 */
export async function readLists<T>(job: Export<T>): Promise<readonly Failure<T>[]> {
  const failures: Failure<T>[] = []
  const ending = new AbortController()
  const signal = AbortSignal.any([job.signal, ending.signal])
  // One list goes ahead until it has a page or fails, so that an account that is refused costs one request.
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
      if (job.lists.length > 1 && !signal.aborted && SmsError.is(error) && !endsAll(error)) {
        failures.push({ list, error })
      } else ending.abort(error)
    }
    limit.concurrency = job.parallel
    job.progress.list()
  })
  signal.throwIfAborted()
  return failures
}

function endsAll({ code, retryAfter = 0 }: SmsError): boolean {
  return ENDS_ALL.has(code) || (code === 'rate_limited' && retryAfter > LONGEST_WAIT)
}

/** Pages of different lists must not mix. */
function appendInTurn({ append }: Destination): Destination['append'] {
  const turn = pLimit(1)
  return (...page) => turn(() => append(...page))
}

async function readList<T>(
  list: List<T>,
  { limit, format, destination, progress, signal }: Export<T>,
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
  }
}
